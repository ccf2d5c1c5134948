import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runHere as run } from "./terminal.testing.ts";

/** Direct children of /registry/ with their keys, as `etcdctl get --prefix --keys-only` counts them in the sample. */
const registryKeys = 481;

describe("etcdscope ls", () => {
  it("lists the 47 resources of the sample with their keys", async () => {
    const { code, stdout, stderr } = await run(["ls", "/registry/"]);
    expect([code, stderr]).toEqual([0, ""]);
    const rows = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t"));
    expect(rows).toHaveLength(47);
    expect(rows).toContainEqual(["clusterroles/", "62"]);
    expect(rows.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(registryKeys);
  });

  it("lists the root, and takes a prefix without its slash as a shell does", async () => {
    expect((await run(["ls"])).stdout).toBe(
      "/app/\t5\n/coreos.com/\t2\n/registry/\t481\ncompact_rev_key\t1\nno-slash\t1\n",
    );
    expect((await run(["ls", "/app"])).stdout).toBe((await run(["ls", "/app/"])).stdout);
    expect((await run(["ls", "/app/"])).stdout).toContain("bin\\xff\t1\n");
  });

  it("takes its options before and behind", async () => {
    const file = "fixtures/sample-cluster.db.gz";
    const before = await run(["--snapshot", file, "ls", "/registry/"]);
    expect(before).toEqual(await run(["ls", "/registry/", "--snapshot", file]));
    expect(before.code).toBe(0);
  });

  it("lists an earlier revision", async () => {
    const now = await run(["ls", "/registry/configmaps/shop/"]);
    const then = await run(["ls", "/registry/configmaps/shop/", "--rev", "902"]);
    expect(then.code).toBe(0);
    expect(then.stdout).not.toBe(now.stdout);
  });

  it("fails where there is nothing, or nothing any more", async () => {
    expect(await run(["ls", "/nope/"])).toEqual({
      code: 1,
      stdout: "",
      stderr: "etcdscope: No key starts with /nope/.\n",
    });
    const compacted = await run(["ls", "--rev", "3"]);
    expect([compacted.code, compacted.stderr]).toEqual([
      1,
      expect.stringContaining("the oldest that can be read is 902"),
    ]);
  });
});

describe("etcdscope search", () => {
  it("prints the keys that a pattern finds, and says how many", async () => {
    const { code, stdout, stderr } = await run(["search", "/shop/web-*", "--mode", "glob"]);
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toBe("0 of 490 keys at revision 1215\n");
    const nodes = await run(["search", "^/registry/minions/[^/]+$", "--mode", "regex"]);
    expect(nodes.stdout).toBe(["a", "b", "c"].map((name) => `/registry/minions/node-${name}\n`).join(""));
    expect(nodes.stderr).toBe("3 of 490 keys at revision 1215\n");
  });

  it("stops at the limit, keeps to a prefix and goes through more keys than a page has", async () => {
    const some = await run(["search", "a", "--limit", "3", "--prefix", "/registry/pods/"]);
    expect(some.stdout.trim().split("\n")).toHaveLength(3);
    expect(some.stderr).toMatch(/^\d+ of 15 keys/);
  });

  it("refuses what is no pattern, with its place", async () => {
    expect(await run(["search", "a(", "--mode", "regex"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("The group is not closed, at character 2 of the pattern."),
    });
    expect(await run(["search"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("needs a PATTERN"),
    });
    expect(await run(["search", "a", "--limit", "0"])).toMatchObject({ code: 2 });
  });
});

describe("etcdscope get", () => {
  it("prints the document", async () => {
    expect(await run(["get", "compact_rev_key"])).toEqual({ code: 0, stdout: "902\n", stderr: "" });
  });

  it("prints it in other forms", async () => {
    const key = "/registry/services/specs/default/kubernetes";
    const printed = async (form: string): Promise<string> => (await run(["get", key, "-o", form])).stdout;
    expect(JSON.parse(await printed("json"))).toMatchObject({
      kind: "Service",
      spec: { clusterIP: "10.96.0.1" },
    });
    expect(await printed("yaml")).toMatch(/^apiVersion: v1\nkind: Service\nmetadata:\n/);
    expect(await printed("raw")).toMatch(/^k8s\0/);
    const [row] = (await printed("hex")).split("\n");
    expect(row).toBe("00000000  6b 38 73 00 0a 0d 0a 02 76 31 12 07 53 65 72 76  |k8s.....v1..Serv|");
  });

  it("prints the bytes of what has no document, unless a document was asked for", async () => {
    expect((await run(["get", "no-slash"])).stdout).toBe(
      (await run(["get", "no-slash", "-o", "raw"])).stdout,
    );
    const asked = await run(["get", "no-slash", "-o", "yaml"]);
    expect([asked.code, asked.stderr]).toEqual([
      1,
      expect.stringContaining("it has no yaml form. Use --output raw"),
    ]);
  });

  it("says what it could not understand, unless only the bytes were asked for", async () => {
    const snapshot = fileURLToPath(new URL("../../../../fixtures/snapshot-overflow.db.gz", import.meta.url));
    const get = (...more: string[]) => run(["get", "/app/page", "--snapshot", snapshot, ...more]);
    const reason = /^etcdscope: decoded as binary, but failed: the bytes are in no known encoding\.\n/;
    expect(await get()).toMatchObject({ code: 0, stderr: expect.stringMatching(reason) });
    expect(await get("-o", "json")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(reason),
    });
    for (const form of ["raw", "hex"]) expect(await get("-o", form)).toMatchObject({ code: 0, stderr: "" });
  });

  it("finds a key that is no text by its bytes", async () => {
    const keyb = Buffer.from("/app/bin\xff", "latin1").toString("base64url");
    expect((await run(["get", "--keyb", keyb, "--output", "raw"])).code).toBe(0);
  });

  it("fails when there is no such key", async () => {
    const { code, stdout, stderr } = await run(["get", "/registry/nope"]);
    expect([code, stdout, stderr]).toEqual([
      1,
      "",
      expect.stringMatching(/^etcdscope: There is no such key.*\n$/),
    ]);
  });
});

describe("what cannot be understood", () => {
  it.each([
    [["--bogus"], /'--bogus'/],
    [["frob"], /no command "frob"/],
    [["ls", "a", "b"], /"b" is one word too many/],
    [["serve", "extra"], /"extra" is one word too many/],
    [["serve", "--port", "eighty"], /"eighty"/],
    [["serve", "--port", "65536"], /"65536"/],
    [["serve", "--log-level", "loud"], /trace, debug/],
    [["ls", "--rev", "0"], /"0"/],
    [["ls", "--rev", "9223372036854775808"], /from 1 to 9223372036854775807/],
    [["ls", "--keyb", "a=b"], /base64url/],
    [["get"], /needs a KEY/],
    [["get", "k", "--output", "xml"], /json, yaml, fields, wire, raw, hex/],
    [["ls", "--snapshot"], /--snapshot/],
    [["ls", "--snapshot", "a.db", "--snapshot", "b.db"], /a\.db/],
  ])("%j is told in a sentence and by exit code", async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(code).toBe(args.includes("a.db") ? 1 : 2);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    ["a file that is not there", "/nowhere/x.db", /no such snapshot file/],
    ["a file that is no snapshot", "package.json", /not a snapshot of etcd/],
    ["a folder", "packages", /^etcdscope: packages: .+\.\n$/],
  ])("%s is told in one sentence that names it", async (_what, path, message) => {
    for (const args of [["ls"], ["serve", "--port", "0"]]) {
      const { code, stdout, stderr } = await run([...args, "--snapshot", path]);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
      expect(stderr).toContain(path);
    }
  });

  it("refuses several sources where one is read", async () => {
    const file = "fixtures/sample-cluster.db.gz";
    const { code, stderr } = await run(["ls", "--snapshot", file, "--snapshot", file]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("one source")]);
  });
});

describe("etcdscope --help and --version", () => {
  it("print to stdout and succeed", async () => {
    expect(await run(["--version"])).toEqual({ code: 0, stdout: "etcdscope 0.1.0\n", stderr: "" });
    for (const args of [
      ["--help"],
      ["-h"],
      ["ls", "--help"],
      ["get", "-h"],
      ["serve", "--help"],
      ["help"],
      ["help", "ls"],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("--snapshot FILE");
    }
  });
});

describe("etcdscope serve", () => {
  it("says what to do when the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    const { code, stdout, stderr } = await run(["serve", "--port", port, "--log-level", "silent"]);
    other.close();
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      `etcdscope: Port ${port} on 127.0.0.1 is taken. Choose another one with --port, or --port 0 for any free one.\n`,
    );
  });

  it("says what to do when the host is not of this machine", async () => {
    const args = ["serve", "--port", "0", "--host", "192.0.2.1", "--log-level", "silent"];
    const { code, stderr } = await run(args);
    expect([code, stderr]).toEqual([
      1,
      "etcdscope: 192.0.2.1 is not an address of this machine. Give one of its own with --host.\n",
    ]);
  });
});
