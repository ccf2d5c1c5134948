import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ChildrenAnswer, type SourceAnswer, urls } from "@etcdscope/contract";
import { type EtcdProcess, freePorts, startEtcd } from "@etcdscope/etcd-process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { etcdBinary } from "../etcd-source/etcd.testing.ts";
import { buildProgram, run, type Served, serveProgram } from "./program.testing.ts";

const patience = { interval: 50 };

beforeAll(buildProgram);

describe.skipIf(etcdBinary === undefined)("etcdscope over a running etcd", () => {
  let etcd: EtcdProcess;
  let server: Served;

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary! });
    for (const key of ["/app/a", "/app/b/1", "/app/b/2", "compact_rev_key"])
      await etcd.etcdctl("put", key, "1");
    server = await serveProgram(["--endpoints", etcd.endpoint]);
  });
  afterAll(async () => {
    await server.stop();
    await etcd.stop();
  });

  const get = (path: string): Promise<Response> => fetch(new URL(path, server.address));
  const textAt = async (path: string): Promise<string> => (await get(path)).text();
  const source = async (): Promise<SourceAnswer> => JSON.parse(await textAt(urls.source("etcd")));
  const names = async (): Promise<string[]> => {
    const answer: ChildrenAnswer = JSON.parse(await textAt(urls.children("etcd", { key: "/app/" })));
    return answer.children.map(({ name, count }) => `${name} ${count}`);
  };

  it("lists and gets on the command line what etcdctl has", async () => {
    const at = ["--endpoints", etcd.endpoint];
    expect(await run(["ls", ...at])).toEqual({
      code: 0,
      stdout: "/app/\t3\ncompact_rev_key\t1\n",
      stderr: "",
    });
    expect(await run(["get", "/app/a", ...at])).toEqual({ code: 0, stdout: "1\n", stderr: "" });
  });

  it("shows what changes, at the revision at which it did", async () => {
    expect(await source()).toMatchObject({
      kind: "etcd",
      state: "ready",
      keyCount: 4,
      can: { follow: true },
    });
    expect(await names()).toEqual(["a 1", "b 2"]);
    await etcd.etcdctl("put", "/app/c", "new");
    await etcd.etcdctl("del", "/app/b/1");
    await expect.poll(names, patience).toEqual(["a 1", "b 1", "c 1"]);
    const value = await get(urls.value("etcd", { key: "/app/c" }));
    expect(await value.json()).toMatchObject({ key: "/app/c", version: "1", encoding: { id: "text" } });
  });

  it("keeps what it knew while etcd is away, says so, and comes back by itself", async () => {
    await etcd.kill9();
    await expect.poll(async () => (await source()).state, patience).toBe("away");
    const { problem } = await source();
    expect(problem).toMatchObject({
      code: "source_unavailable",
      message: expect.stringMatching(/^etcd does not answer\. \(.+\)$/),
    });
    expect(Date.parse(problem?.since ?? "")).toBeLessThanOrEqual(Date.now());
    expect(await names()).toEqual(["a 1", "b 1", "c 1"]);
    expect((await get(urls.value("etcd", { key: "/app/a" }))).status).toBe(503);
    await etcd.restart();
    await etcd.etcdctl("put", "/app/d", "after");
    await expect.poll(names, patience).toEqual(["a 1", "b 1", "c 1", "d 1"]);
    expect(await source()).toMatchObject({ state: "ready" });
    expect((await source()).problem).toBeUndefined();
    expect((await get(urls.value("etcd", { key: "/app/d" }))).status).toBe(200);
  });

  it("refuses a revision that etcd has forgotten, with the oldest that is left", async () => {
    const before = (await source()).revision;
    await etcd.etcdctl("put", "/app/e", "1");
    const { revision } = JSON.parse(
      (await etcd.etcdctl("get", "/app/e", "-w", "json")).stdout.toString(),
    ).header;
    await etcd.etcdctl("compact", String(revision));
    const refused = await get(urls.value("etcd", { key: "/app/a" }, before));
    expect(refused.status).toBe(410);
    expect(await refused.json()).toMatchObject({
      error: { code: "revision_compacted", detail: { oldestRevision: String(revision) } },
    });
    await expect.poll(names, patience).toContain("e 1");
  });
});

describe.skipIf(etcdBinary === undefined)("etcdscope over an etcd that asks who is there", () => {
  let etcd: EtcdProcess;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "etcdscope-password-"));
    etcd = await startEtcd({ binary: etcdBinary! });
    await etcd.etcdctl("put", "k", "v");
    for (const command of [
      ["user", "add", "root:right"],
      ["auth", "enable"],
    ])
      await etcd.etcdctl(...command);
  });
  afterAll(async () => {
    await etcd.stop();
    await rm(folder, { recursive: true });
  });

  const at = (...more: string[]): string[] => ["ls", "--endpoints", etcd.endpoint, ...more];

  it("takes the password from a file or the environment", async () => {
    const file = join(folder, "password");
    await writeFile(file, "right\n");
    const listed = { code: 0, stdout: "k\t1\n", stderr: "" };
    expect(await run(at("--user", "root", "--password-file", file))).toEqual(listed);
    expect(await run(at("--user", "root"), { env: { ETCDSCOPE_PASSWORD: "right" } })).toEqual(listed);
  });

  it("takes everything from etcdctl's environment", async () => {
    const env = { ETCDCTL_ENDPOINTS: etcd.endpoint, ETCDCTL_USER: "root:right" };
    expect(await run(["ls"], { env })).toEqual({ code: 0, stdout: "k\t1\n", stderr: "" });
    const typed = await run(at("--user", "root:right"));
    expect([typed.code, typed.stderr]).toEqual([2, expect.stringMatching(/name only/)]);
  });

  it("serves the sources of a settings file under their names", async () => {
    const settings = join(folder, "settings.yaml");
    await writeFile(join(folder, "password"), "right\n");
    await writeFile(
      settings,
      `sources:
  - {name: Production, endpoints: "${etcd.endpoint}", user: root, passwordFile: password}
  - {name: The sample, snapshot: ${join(process.cwd(), "fixtures/sample-cluster.db.gz")}}`,
    );
    const server = await serveProgram(["--config", settings]);
    const answer = async () => (await fetch(new URL(urls.sources(), server.address))).json();
    await expect.poll(answer, patience).toMatchObject({
      sources: [
        { id: "production", name: "Production", kind: "etcd", keyCount: 1 },
        { id: "the-sample", name: "The sample", kind: "snapshot" },
      ],
    });
    await server.stop();
    const several = await run(["ls", "--config", settings]);
    expect([several.code, several.stderr]).toEqual([2, expect.stringMatching(/reads one source/)]);
    const env = { ETCDCTL_ENDPOINTS: etcd.endpoint, ETCDCTL_USER: "root:right" };
    expect((await run(["ls", "--config", settings], { env })).stdout).toBe("k\t1\n");
  });

  it("says what is wrong, and what to give", async () => {
    const nobody = await run(at());
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringMatching(/a user and a password.*--user/)]);
    const wrong = await run(at("--user", "root"), { env: { ETCDSCOPE_PASSWORD: "wrong" } });
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      expect.stringMatching(/does not accept.*--password-file/),
    ]);
    expect((await run(at("--user", "root"))).code).toBe(2);
    const serve = ["serve", "--port", "0", "--endpoints", etcd.endpoint, "--user", "root"];
    const served = await run(serve, { env: { ETCDSCOPE_PASSWORD: "wrong" } });
    expect([served.code, served.stdout, served.stderr]).toEqual([1, "", expect.stringMatching(/not accept/)]);
  });

  it("serves the other sources when one is down or refuses the login, and says which", async () => {
    const [port = 0] = await freePorts(1);
    const settings = join(folder, "several.yaml");
    await writeFile(join(folder, "wrong"), "wrong\n");
    await writeFile(
      settings,
      `sources:
  - {name: Down, endpoints: "http://127.0.0.1:${port}"}
  - {name: Locked, endpoints: "${etcd.endpoint}", user: root, passwordFile: wrong}
  - {name: The sample, snapshot: ${join(process.cwd(), "fixtures/sample-cluster.db.gz")}}`,
    );
    const server = await serveProgram(["--config", settings]);
    const answer = await fetch(new URL(urls.sources(), server.address));
    expect(await answer.json()).toMatchObject({
      sources: [
        { id: "down", state: "away", problem: { code: "source_unavailable" } },
        { id: "locked", state: "away", problem: { code: "unauthenticated" } },
        { id: "the-sample", state: expect.stringMatching(/ready|indexing/) },
      ],
    });
    const { stderr } = await server.stop();
    expect(stderr).toMatch(/^Down: etcd does not answer\./m);
    expect(stderr).toMatch(/^Locked: etcd does not accept the user or the password\./m);
  });
});

describe.skipIf(etcdBinary === undefined)("etcdscope over an etcd that is not there", () => {
  it("fails in a sentence that says what to do", async () => {
    const [port = 0] = await freePorts(1);
    for (const args of [["ls"], ["get", "k"]]) {
      const { code, stdout, stderr } = await run([...args, "--endpoints", `http://127.0.0.1:${port}`]);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(
        /^etcdscope: etcd does not answer\. Check that it runs, and that --endpoints .+\. \(.*ECONNREFUSED.*\)\n$/,
      );
    }
  });

  it("is served all the same: the page says that it is away, and shows it when it comes", async () => {
    const etcd = await startEtcd({ binary: etcdBinary! });
    await etcd.etcdctl("put", "k", "v");
    await etcd.kill9();
    const server = await serveProgram(["--endpoints", etcd.endpoint]);
    const source = async () => (await fetch(new URL(urls.source("etcd"), server.address))).json();
    expect(await source()).toMatchObject({ state: "away", problem: { code: "source_unavailable" } });
    await etcd.restart();
    await expect.poll(source, patience).toMatchObject({ state: "ready", keyCount: 1 });
    const { code, stderr } = await server.stop();
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/etcd does not answer\. Check that it runs.* It is tried again/),
    ]);
    await etcd.stop();
  });

  it("refuses endpoints, certificates and logins that are none", async () => {
    const rows: [string[], number, RegExp][] = [
      [["--endpoints", "ftp://x"], 2, /endpoint is like/],
      [["--endpoints", "https://user:pw@127.0.0.1"], 2, /separately/],
      [["--endpoints", "http://127.0.0.1:1", "--cert", "a.pem"], 2, /belong together/],
      [["--endpoints", "http://127.0.0.1:1", "--password-file", "x"], 2, /needs --user/],
      [
        ["--endpoints", "https://127.0.0.1:1", "--cacert", "/nowhere.pem"],
        1,
        /nowhere\.pem of --cacert .*ENOENT/,
      ],
    ];
    for (const [args, code, message] of rows) {
      const ended = await run(["ls", ...args]);
      expect(ended).toEqual({ code, stdout: "", stderr: expect.stringMatching(message) });
    }
  });
});
