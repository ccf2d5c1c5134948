import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runHere as run } from "./terminal.testing.ts";

const fixtures = fileURLToPath(new URL("../../../../fixtures/", import.meta.url));
const protos = `${fixtures}user-schema`;
const configuration = `${fixtures}conformance/encryption-configuration.yaml`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "etcdscope-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** A Money of 7 units in EUR, as protobufjs encodes it. */
async function money(): Promise<Uint8Array> {
  const root = await protobuf.load(`${protos}/shop/money.proto`);
  return root.lookupType("shop.Money").encode({ currency: 1, units: 7 }).finish();
}

describe("--proto and --proto-map", () => {
  const map = ["--proto", protos, "--proto-map", "/shop/**=shop.Money"];

  it("decode a value of another program by its key", async () => {
    const stdin = await money();
    const { code, stdout, stderr } = await run(["decode", "--key", "/shop/a/b", ...map], { stdin });
    expect([code, stdout, stderr]).toEqual([0, '{\n  "currency": "EUR",\n  "units": "7"\n}\n', ""]);
    const other = await run(["decode", "--key", "/other", ...map], { stdin });
    expect(other.stderr).toContain("decoded as binary");
  });

  it("show names of enums beside their numbers in the fields, and say which message it is", async () => {
    const stdin = await money();
    const { stdout } = await run(["decode", "--key", "/shop/a", "-o", "fields", ...map], { stdin });
    expect(stdout).toMatch(/currency #1 {2}enum shop\.Currency {2}"1" {2}EUR\n/);
    expect(stdout).toMatch(/units #2 {2}int64 {2}"7"\n/);
  });

  it("decode lines by the key of each", async () => {
    const valueB64 = Buffer.from(await money()).toString("base64");
    const stdin = ["/shop/a", "/elsewhere"].map((key) => `${JSON.stringify({ key, valueB64 })}\n`).join("");
    const { stdout } = await run(["decode", "--lines", ...map], { stdin });
    const [first, second] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(first).toEqual({
      apiVersion: null,
      kind: null,
      encoding: "protobuf",
      json: { currency: "EUR", units: "7" },
    });
    expect(second.error).toContain("no known encoding");
  });

  it("may stand in a file, whose folders are meant from where it is", async () => {
    const stdin = await money();
    await writeFile(
      join(folder, "money.proto"),
      'syntax = "proto3"; message Other { fixed32 no = 9; int32 kind = 1; int64 size = 2; }',
    );
    for (const [name, text] of [
      ["settings.yaml", "proto: .\nprotoMap:\n- {keys: '/shop/*', message: Other}\n"],
      ["settings.json", '{"proto": ["."], "protoMap": [{"keys": "/shop/*", "message": "Other"}]}'],
    ] as const) {
      const config = await fileWith(name, text);
      const { code, stdout } = await run(["decode", "--key", "/shop/a", "--config", config], { stdin });
      expect([code, JSON.parse(stdout)]).toEqual([0, { kind: 1, size: "7" }]);
      const typed = await run(["decode", "--key", "/shop/a", "--config", config, ...map], { stdin });
      expect(JSON.parse(typed.stdout)).toEqual({ currency: "EUR", units: "7" });
    }
  });

  it("are taken by get, for the values of the source", async () => {
    const { code, stdout, stderr } = await run([
      "get",
      "/app/",
      "-o",
      "json",
      ...map.slice(0, 2),
      "--proto-map",
      "/**=shop.Money",
    ]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("The value is text");
  });
});

describe("--encryption-config", () => {
  const key = "/registry/configmaps/shop/enc-aescbc";

  it("opens lines, each under its own key", async () => {
    const stored = (await readFile(`${fixtures}conformance/encrypted-at-rest.jsonl`, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const stdin = stored.map(({ key, valueB64 }) => `${JSON.stringify({ key, valueB64 })}\n`).join("");
    const { code, stdout } = await run(["decode", "--lines", "--encryption-config", configuration], {
      stdin,
    });
    const answers = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(answers).toEqual(
      stored.map(({ expected }) => {
        // The API server adds it on reading: it is the revision of the key.
        const { resourceVersion: _, ...metadata } = expected.metadata;
        const json = { ...expected, metadata };
        return { apiVersion: "v1", kind: "ConfigMap", encoding: "encrypted", json };
      }),
    );
  });

  it("shows the parts of the value, and the fields of what was decrypted", async () => {
    const [line = ""] = (await readFile(`${fixtures}conformance/encrypted-at-rest.jsonl`, "utf8")).split(
      "\n",
    );
    const stdin = Buffer.from(JSON.parse(line).valueB64, "base64");
    const options = ["--key", key, "--encryption-config", configuration];
    const { stdout } = await run(["decode", "-o", "fields", ...options], { stdin });
    expect(stdout).toContain("nonce  bytes");
    expect(stdout).toContain('decrypted by aescbc with key "cbc1": 217 bytes, from 39 to 263\n');
    expect(stdout).toMatch(/ +27 +12 +name #1 {2}string {2}"enc-aescbc"\n/);
    const wire = await run(["decode", "-o", "wire", ...options], { stdin });
    expect(wire.stdout).toMatch(/ +27 +12 +#1 {2}text {2}"enc-aescbc"\n/);
  });
});

describe("files that cannot be used", () => {
  it.each([
    [["--proto", "X"], 2, /--proto needs --proto-map/],
    [["--proto-map", "/a=b.C"], 2, /--proto-map needs --proto DIR/],
    [["--proto", protos, "--proto-map", "shop.Money"], 2, /'GLOB=message.Name'; "shop.Money" is none/],
    [
      ["--proto", "/nowhere", "--proto-map", "/a=b.C"],
      1,
      /^etcdscope: \/nowhere: there is no such folder\.\n$/,
    ],
    [["--proto", "package.json", "--proto-map", "/a=b.C"], 1, /it is a file; give the folder/],
    [
      ["--proto", protos, "--proto-map", "/a=shop.Monney"],
      1,
      /no message shop\.Monney .*did you mean shop\.Money\?/,
    ],
    [["--encryption-config", "/nowhere"], 1, /^etcdscope: \/nowhere: There is no such file\.\n$/],
    [["--encryption-config", "package.json"], 1, /package\.json: The file is not an EncryptionConfiguration/],
    [
      ["--config", "package.json"],
      1,
      /package\.json: "name" is no setting; proto, protoMap, sources, noReveal, mask and noMask are\.\n$/,
    ],
  ])("%j are told in a sentence, by every command that takes them", async (args, code, message) => {
    for (const command of [["get", "k"], ["decode"], ["serve", "--port", "0"]]) {
      const ended = await run([...command, ...args]);
      expect([ended.code, ended.stdout]).toEqual([code, ""]);
      expect(ended.stderr).toMatch(message);
    }
  });

  it("name the file, the line and the reason", async () => {
    const bad = join(folder, "bad");
    await mkdir(bad);
    await writeFile(
      join(folder, "user.proto.txt"),
      '\ufeffsyntax = "proto3";\nmessage User {\n  string name 1;\n}\n',
    );
    await symlink(join(folder, "user.proto.txt"), join(bad, "user.proto"));
    const { stderr } = await run(["decode", "--proto", bad, "--proto-map", "/**=User"]);
    expect(stderr).toBe("etcdscope: user.proto, line 3: illegal token '1', '=' expected.\n");
  });

  it("keep their secrets when they are broken", async () => {
    const secret = "dG9wc2VjcmV0dG9wc2VjcmV0";
    const text = `kind: EncryptionConfiguration\nresources:\n- resources: [secrets]\n  providers:\n  - aescbc: {keys: [{name: a, secret: ${secret}`;
    for (const broken of [text, `${text}x}]}`]) {
      const { code, stderr } = await run([
        "decode",
        "--encryption-config",
        await fileWith("enc.yaml", broken),
      ]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/enc\.yaml: .+\.\n$/);
      expect(stderr).not.toContain("topsecret");
      expect(stderr).not.toContain(secret.slice(0, 8));
    }
  });

  it.each([
    ["- a", "the settings are no mapping"],
    ["proto: {a: b}", "proto takes the names of folders"],
    ["protoMap: x", "protoMap takes a list"],
    ["protoMap: [{keys: /a}]", "protoMap[0] needs keys and message"],
    ["a: [", "neither YAML nor JSON"],
  ])("of settings that say %j", async (text, message) => {
    const { code, stderr } = await run(["decode", "--config", await fileWith("broken.yaml", text)]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });
});
