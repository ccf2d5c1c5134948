import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { buildProgram, run, serveProgram, start } from "./program.testing.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

beforeAll(buildProgram);

describe("the program", () => {
  it("keeps data, messages and exit codes apart", async () => {
    const [done, failed, misused] = await Promise.all([
      run(["get", "compact_rev_key"]),
      run(["get", "/nope"]),
      run(["--nope"]),
    ]);
    expect(done).toEqual({ code: 0, stdout: "902\n", stderr: "" });
    expect(failed).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("no such key") });
    expect(misused).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--help") });
  });

  it("decodes what is encrypted at rest, and what other programs store", async () => {
    const conformance = "fixtures/conformance";
    const guide = await readFile("docs/user-schemas.md", "utf8");
    const [line = ""] = (await readFile(`${conformance}/encrypted-at-rest.jsonl`, "utf8")).split("\n");
    const map = ["--proto", "fixtures/user-schema", "--proto-map", "/shop/prices/*=shop.Money"];
    const [opened, price] = await Promise.all([
      run(["decode", "--lines", "--encryption-config", `${conformance}/encryption-configuration.yaml`], {
        stdin: line,
      }),
      run(["decode", "--key", "/shop/prices/espresso", ...map], { stdin: Uint8Array.of(8, 1, 16, 7) }),
    ]);
    expect([opened.code, opened.stderr]).toEqual([0, ""]);
    expect(JSON.parse(opened.stdout)).toMatchObject({
      kind: "ConfigMap",
      json: { data: { provider: "aescbc" } },
    });
    expect([price.code, price.stderr]).toEqual([0, ""]);
    expect(guide).toContain(`\`\`\`\n${price.stdout}\`\`\`\n`);
  });

  it("ends in silence when its reader goes away", async () => {
    const child = start(["ls", "/registry/"]);
    child.stdout.destroy();
    const [stderr] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect([child.exitCode, stderr]).toEqual([0, ""]);
  });

  it("serves the sample when nothing is named, and stops on SIGTERM with exit code 0", async () => {
    const server = await serveProgram();
    const answer = await fetch(`${server.address}api/v1/sources`);
    expect(await answer.json()).toMatchObject({
      sources: [
        { id: "sample", name: "Sample cluster", revision: "1215", oldestRevision: "902", keyCount: 490 },
      ],
    });
    const { code, stdout } = await server.stop("SIGTERM");
    expect([code, stdout]).toEqual([0, `etcdscope listens on ${server.address}\n`]);
  });

  it("serves several snapshots under names of their own, to its own hosts alone, until SIGINT", async () => {
    const file = "fixtures/sample-cluster.db.gz";
    const server = await serveProgram(["--snapshot", file, "--snapshot", file]);
    const { port } = new URL(server.address);
    const answer = await fetch(`${server.address}api/v1/sources`);
    expect(await answer.json()).toMatchObject({
      sources: [{ id: "sample-cluster" }, { id: "sample-cluster-2" }],
    });
    const hosts = [`localhost:${port}`, `[::1]:${port}`, `evil.example:${port}`, "127.0.0.1:1"];
    expect(await Promise.all(hosts.map((host) => statusFor(host, Number(port))))).toEqual([
      200, 200, 403, 403,
    ]);
    expect((await server.stop("SIGINT")).code).toBe(0);
  });
});

/** The status that a request with this Host header gets: no client lets one choose it. */
async function statusFor(host: string, port: number): Promise<number> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`GET /api/v1/sources HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const [, status] = (await text(socket)).split(" ", 2);
  return Number(status);
}
