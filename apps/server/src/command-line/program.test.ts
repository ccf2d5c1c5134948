import { once } from "node:events";
import { connect, createServer } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { buildProgram, run, serveProgram, start } from "./program.testing.ts";

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
});

describe("etcdscope serve", () => {
  it("prints its address, serves the sample, and stops on a signal with exit code 0", async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const server = await serveProgram();
      const answer = await fetch(`${server.address}api/v1/sources`);
      expect(await answer.json()).toMatchObject({
        sources: [
          { id: "sample", name: "Sample cluster", revision: "1215", oldestRevision: "902", keyCount: 490 },
        ],
      });
      const { code, stdout } = await server.stop(signal);
      expect([code, stdout]).toEqual([0, `etcdscope listens on ${server.address}\n`]);
    }
  });

  it("shows several snapshots, each under a name of its own", async () => {
    const file = "fixtures/sample-cluster.db.gz";
    const server = await serveProgram(["--snapshot", file, "--snapshot", file]);
    const answer = await fetch(`${server.address}api/v1/sources`);
    expect(await answer.json()).toMatchObject({
      sources: [{ id: "sample-cluster" }, { id: "sample-cluster-2" }],
    });
    await server.stop();
  });

  it("answers neither foreign hosts nor foreign ports", async () => {
    const server = await serveProgram();
    const { port } = new URL(server.address);
    const status = async (host: string): Promise<string> => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.write(`GET /api/v1/sources HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      const [line = ""] = Buffer.concat(await socket.toArray())
        .toString()
        .split("\r\n");
      return line;
    };
    expect(await status(`localhost:${port}`)).toContain("200");
    expect(await status(`[::1]:${port}`)).toContain("200");
    expect(await status(`evil.example:${port}`)).toContain("403");
    expect(await status("127.0.0.1:1")).toContain("403");
    await server.stop();
  });

  it("says what to do when the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    const { code, stdout, stderr } = await run(["serve", "--port", port]);
    other.close();
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(`Port ${port} on 127.0.0.1 is taken. Choose another one with --port`);
  });

  it("says what to do when the host is not of this machine", async () => {
    const { code, stderr } = await run(["serve", "--port", "0", "--host", "192.0.2.1"]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("192.0.2.1 is not an address of this machine"),
    ]);
  });
});

describe("a reader that goes away", () => {
  it("ends the program in silence", async () => {
    const child = start(["ls", "/registry/"]);
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    await once(child, "exit");
    expect([child.exitCode, stderr]).toEqual([0, ""]);
  });
});
