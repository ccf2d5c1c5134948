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
