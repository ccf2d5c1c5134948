import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Line, LineSplitter } from "./line-splitter.ts";
import { runHere } from "./terminal.testing.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const line = (members: object): string => `${JSON.stringify(members)}\n`;

/** A stored Service: envelope, type, and a payload of one name. */
const service = Uint8Array.from([
  ...Buffer.from("k8s\0"),
  ...[0x0a, 0x0d, 0x0a, 0x02, ...Buffer.from("v1"), 0x12, 0x07, ...Buffer.from("Service")],
  ...[0x12, 0x07, 0x0a, 0x05, 0x0a, 0x03, ...Buffer.from("web")],
]);

describe("etcdscope decode", () => {
  it("prints the document of a value from stdin", async () => {
    const { code, stdout, stderr } = await runHere(["decode"], { stdin: service });
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web" },
    });
    expect(await runHere(["decode", "-"], { stdin: service })).toEqual({ code, stdout, stderr });
  });

  it("says that nothing came in, as from a command that has found no key", async () => {
    const { code, stderr } = await runHere(["decode"], { stdin: "" });
    expect([code, stderr]).toEqual([0, "etcdscope: the input is empty.\n"]);
  });

  it("prints its fields with offset and size", async () => {
    const { stdout } = await runHere(["decode", "--output", "fields"], { stdin: service });
    const rows = stdout
      .trimEnd()
      .split("\n")
      .map((row) => row.trim().split(/\s+/));
    expect(rows).toContainEqual(["0", "4", "magic", "magic", '"k8s\\u0000"']);
    expect(rows).toContainEqual(["23", "5", "name", "#1", "string", '"web"']);
    expect((await runHere(["decode", "-o", "wire"], { stdin: service })).stdout).toContain('#1  text  "web"');
  });

  it("takes bytes on the wire for what it is told to", async () => {
    const wire = async (...guess: string[]) =>
      await runHere(["decode", "-o", "wire", ...guess], { stdin: service });
    expect((await wire("--guess", "0x17:bytes")).stdout).toContain('#1  bytes  "d2Vi"');
    expect(await wire("--guess", "0x17:poem")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--guess"),
    });
    const other = await runHere(["decode", "--guess", "0x17:text"], { stdin: service });
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining("--output wire") });
  });

  it("prints YAML when it is asked for", async () => {
    const { stdout } = await runHere(["decode", "--output", "yaml"], { stdin: service });
    expect(stdout).toMatch(/^apiVersion: v1\nkind: Service\nmetadata:\n {2}name: web\n/);
  });

  it("shows the fields of what has no document", async () => {
    const { code, stdout } = await runHere(["decode"], { stdin: "just text" });
    expect([code, stdout]).toEqual([0, expect.stringContaining('"just text"')]);
    const asked = await runHere(["decode", "-o", "json"], { stdin: "just text" });
    expect(asked).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("The value is text: it has no json form"),
    });
  });

  it("decodes what it can of a damaged value, and says where it is damaged", async () => {
    const { code, stdout, stderr } = await runHere(["decode"], {
      stdin: service.subarray(0, service.length - 1),
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: "Service" });
    expect(stderr).toMatch(/^etcdscope: decoded as kubernetes-protobuf, but partial: .+\.\n$/);
  });

  it.each([
    ["/nowhere/value", /no such file/],
    ["packages", /folder/],
  ])("fails in one sentence for %s", async (path, message) => {
    const { code, stdout, stderr } = await runHere(["decode", path]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
  });
});

describe("a line feed behind a value, as etcdctl prints it", () => {
  it("is no part of a value that cannot be read with it", async () => {
    const alone = await runHere(["decode", "--output", "fields"], { stdin: service });
    const printed = Buffer.concat([service, Buffer.from("\n")]);
    expect(await runHere(["decode", "--output", "fields"], { stdin: printed })).toEqual(alone);
    expect(alone).toMatchObject({ code: 0, stderr: "" });
  });

  it("does not keep what is encrypted shut", async () => {
    const conformance = fileURLToPath(new URL("../../../../fixtures/conformance/", import.meta.url));
    const configuration = `${conformance}encryption-configuration.yaml`;
    const lines = (await readFile(`${conformance}encrypted-at-rest.jsonl`, "utf8")).trim().split("\n");
    for (const { key, valueB64 } of lines.map((text) => JSON.parse(text))) {
      const stdin = Buffer.concat([Buffer.from(valueB64, "base64"), Buffer.from("\n")]);
      const printed = await runHere(["decode", "--key", key, "--encryption-config", configuration], {
        stdin,
      });
      expect(printed).toMatchObject({ code: 0, stderr: "" });
      expect(JSON.parse(printed.stdout)).toMatchObject({ kind: "ConfigMap" });
    }
  });

  it("stays in a value that holds it", async () => {
    const { stdout } = await runHere(["decode"], { stdin: "text\n" });
    expect(stdout).toContain('"text\\n"');
  });
});

describe("etcdscope decode --lines", () => {
  it("answers every line in order", async () => {
    const stdin = [
      line({ key: "/registry/services/specs/a/web", valueB64: Buffer.from(service).toString("base64") }),
      line({ valueB64: base64('{"n":12345678901234567890.10,"a":[1,"x\\ny"]}') }),
      "\n",
      line({ valueB64: base64("902") }),
      line({ valueB64: base64("text") }),
      line({ valueB64: "" }),
      line({ valueB64: base64("k8s:enc:aescbc:v1:key1:0123456789abcdef0123456789abcdef") }).trimEnd(),
    ].join("");
    const { code, stdout, stderr } = await runHere(["decode", "--lines"], { stdin });
    expect([code, stderr]).toEqual([0, ""]);
    const rows = stdout.trimEnd().split("\n");
    expect(rows.map((row) => JSON.parse(row))).toMatchObject([
      {
        apiVersion: "v1",
        kind: "Service",
        encoding: "kubernetes-protobuf",
        json: { metadata: { name: "web" } },
      },
      { apiVersion: null, kind: null, encoding: "json", json: { a: [1, "x\ny"] } },
      { encoding: "number", json: 902 },
      { encoding: "text", json: null },
      { encoding: "empty", json: null },
      { encoding: "encrypted", json: null, error: expect.stringContaining("key1") },
    ]);
    expect(rows[1]).toContain('"json":{"n":12345678901234567890.10,"a":[1,"x\\ny"]}');
    expect(Object.keys(JSON.parse(rows[0] ?? ""))).toEqual(["apiVersion", "kind", "encoding", "json"]);
  });

  it("answers a line that is none with an error, goes on, and fails at the end", async () => {
    const lines = [
      "no json",
      "[]",
      '{"valueB64":7}',
      '{"valueB64":"a*b="}',
      '{"key":1,"valueB64":""}',
      "\xff",
    ];
    const stdin = `${lines.join("\n")}\n${line({ valueB64: base64("1") })}`;
    const { code, stdout, stderr } = await runHere(["decode", "--lines"], { stdin });
    const answers = stdout
      .trimEnd()
      .split("\n")
      .map((row) => JSON.parse(row));
    expect(answers.map(({ error }) => typeof error)).toEqual([...lines.map(() => "string"), "undefined"]);
    expect(answers.at(-1)).toMatchObject({ encoding: "number", json: 1 });
    expect([code, stderr]).toEqual([1, expect.stringContaining(`${lines.length} of the lines`)]);
  });

  it.each(["QUJD!", "QUJDR", "A", "=", "QQ=", "QQ==QQ==", "QU JD"])(
    "does not take %j for base64",
    async (valueB64) => {
      const { code, stdout } = await runHere(["decode", "--lines"], { stdin: line({ valueB64 }) });
      expect([code, JSON.parse(stdout).error]).toEqual([1, "The line's valueB64 is not base64."]);
    },
  );

  it.each(["MTI=", "MTI"])("takes base64 with and without its padding: %s", async (valueB64) => {
    const { stdout } = await runHere(["decode", "--lines"], { stdin: line({ valueB64 }) });
    expect(JSON.parse(stdout)).toMatchObject({ encoding: "number", json: 12 });
  });

  it("takes none of the options of a single value", async () => {
    for (const extra of [
      ["--output", "json"],
      ["--key", "/a"],
    ])
      expect((await runHere(["decode", "--lines", ...extra])).code).toBe(2);
  });
});

describe("lines", () => {
  it("are the same however the stream is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 9 }), (texts, size) => {
        const lines = texts.map((text) => text.replaceAll("\n", " "));
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
        const splitter = new LineSplitter(1000);
        const found: Line[] = [];
        for (let at = 0; at < bytes.length; at += size)
          found.push(...splitter.push(bytes.subarray(at, at + size)));
        found.push(...splitter.end());
        expect(found.map((one) => Buffer.from(one ?? "").toString())).toEqual(lines);
      }),
    );
  });

  it("that are too long are given up, and the next one is read", async () => {
    const splitter = new LineSplitter(3);
    const found: Line[] = [];
    for await (const chunk of Readable.from([
      Buffer.from("abcd"),
      Buffer.from("efgh\nabc\nabcd\n"),
      Buffer.from("x"),
    ]))
      found.push(...splitter.push(chunk));
    found.push(...splitter.end());
    expect(found.map((one) => one && Buffer.from(one).toString())).toEqual([
      undefined,
      "abc",
      undefined,
      "x",
    ]);
  });
});
