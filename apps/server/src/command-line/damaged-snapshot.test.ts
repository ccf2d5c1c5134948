import { expect, it } from "vitest";
import { fixtureBytes, withFile } from "../snapshot-source/fixture.testing.ts";
import { runHere as run } from "./terminal.testing.ts";

const pageSize = 4096;
/** A leaf of the sample's history. */
const leaf = 33;

async function withDamagedSample(use: (path: string) => Promise<void>): Promise<void> {
  const bytes = Uint8Array.from(fixtureBytes("sample-cluster"));
  bytes.fill(0, leaf * pageSize, (leaf + 1) * pageSize);
  await withFile(bytes, use);
}

it("gives what is left of a damaged snapshot and warns on stderr", async () => {
  await withDamagedSample(async (path) => {
    for (const [command, ...args] of [["ls"], ["get", "no-slash"], ["search", "shop"], ["cluster"]]) {
      const { code, stdout, stderr } = await run([command ?? "", ...args, "--snapshot", path]);
      expect([command, code]).toEqual([command, 0]);
      expect(stdout).not.toBe("");
      expect(stderr).toContain(`${path}: The snapshot is damaged. 1 of 908 pages could not be read`);
      expect(stderr).toContain(`page ${leaf}, byte ${leaf * pageSize}`);
      expect(stderr).toContain("do not fit the sha256");
    }
  });
});

it("refuses a damaged snapshot where told to be strict", async () => {
  await withDamagedSample(async (path) => {
    const { code, stdout, stderr } = await run(["ls", "--snapshot", path, "--strict-snapshot"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(
      `the page carries the number of another (page ${leaf}, byte ${leaf * pageSize})`,
    );
  });
  const whole = await run(["ls", "--snapshot", "fixtures/sample-cluster.db.gz", "--strict-snapshot"]);
  expect([whole.code, whole.stderr]).toEqual([0, ""]);
});

it("fails a check of a damaged snapshot, with what is left of it", async () => {
  await withDamagedSample(async (path) => {
    const { code, stdout } = await run(["check", "--snapshot", path]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /\tfile\tfailed\trevision \d+, \d+ keys, damaged: 1 of 908 pages, sha256 mismatch\n$/,
    );
  });
});

it("does not call sound what etcd refuses: a list of free pages that contradicts the trees", async () => {
  const args = ["--snapshot", "fixtures/damaged/etcd-corrupted_backup.db.gz"];
  const checked = await run(["check", ...args]);
  expect(checked.code).toBe(1);
  expect(checked.stdout).toMatch(
    /\tfailed\trevision 2, 1 keys, damaged: list of free pages contradicts 2 pages\n$/,
  );
  const listed = await run(["ls", ...args]);
  expect([listed.code, listed.stdout]).toEqual([0, "foo\t1\n"]);
  expect(listed.stderr).toContain("contradicts its trees at 2 of 5 pages");
  const strict = await run(["ls", ...args, "--strict-snapshot"]);
  expect([strict.code, strict.stdout]).toEqual([1, ""]);
  expect(strict.stderr).toContain("in the list of free pages (page 3, byte 12288)");
});

it("says of a file without sha256 that restoring needs an option", async () => {
  await withFile(fixtureBytes("sample-cluster").subarray(0, -32), async (path) => {
    const { code, stdout } = await run(["check", "--snapshot", path]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\tok\trevision 1215, 490 keys, but without sha256: restoring needs --skip-hash-check\n$/,
    );
    const strict = await run(["get", "no-slash", "--snapshot", path, "--strict-snapshot"]);
    expect(strict.code).toBe(0);
    expect(strict.stderr).toContain("It is without sha256: restoring needs --skip-hash-check.");
  });
});
