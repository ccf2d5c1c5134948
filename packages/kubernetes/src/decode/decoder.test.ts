import { eachField, spansOfPath } from "@etcdscope/codec";
import { describe, expect, test } from "vitest";
import { readSchema } from "../fixtures.testing.ts";
import { coversOnce } from "./coverage.testing.ts";
import { createDecoder } from "./decoder.ts";
import { printJson } from "./print.ts";

const decoder = createDecoder(readSchema());
const noKey = new Uint8Array();
const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const textOf = (text: string) => new Uint8Array(Buffer.from(text));

const field = (number: number, payload: Uint8Array | string) => {
  const bytes = typeof payload === "string" ? textOf(payload) : payload;
  return join(new Uint8Array([(number << 3) | 2, bytes.length]), bytes);
};
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const enveloped = (apiVersion: string, kind: string, object: Uint8Array) =>
  join(textOf("k8s\0"), field(1, join(field(1, apiVersion), field(2, kind))), field(2, object), field(3, ""));

function decode(value: Uint8Array) {
  const decoded = decoder.decode(noKey, value);
  expect(coversOnce(decoded.fields, value.length)).toBe(true);
  return {
    bytes: value,
    encoding: decoded.encoding,
    fields: decoded.fields,
    problems: decoded.problems,
    json: printJson(decoded, { indent: 0 })?.text ?? null,
  };
}

describe("telling encodings apart", () => {
  test.each([
    ["nothing", textOf(""), { id: "empty", outcome: "ok" }, null],
    ["a decimal number", textOf("4711"), { id: "number", outcome: "ok" }, "4711"],
    ["a number beyond 2^53", textOf("9007199254740993"), { id: "number" }, "9007199254740993"],
    ["digits that are no JSON number", textOf("0123"), { id: "text" }, null],
    ["text", textOf("hello\n世界"), { id: "text", outcome: "ok" }, null],
    ["text that begins like JSON", textOf("[Unit]\nAfter=network"), { id: "text" }, null],
    [
      "JSON",
      textOf(' {"kind":"Foo","apiVersion":"a/v1"}\n'),
      { id: "json", kind: "Foo", apiVersion: "a/v1" },
      '{"kind":"Foo","apiVersion":"a/v1"}',
    ],
    [
      "JSON that is cut off",
      textOf('{"a":1,"b":'),
      { id: "json", outcome: "partial", offset: 11 },
      '{"a":1}',
    ],
    [
      "CBOR",
      bytesOf("d9d9f7a1446b696e6443466f6f"),
      { id: "cbor", kind: "Foo", outcome: "ok" },
      '{"kind":"Foo"}',
    ],
    ["protobuf", bytesOf("0a0568656c6c6f1001"), { id: "protobuf", outcome: "partial", explained: 0 }, null],
    ["anything else", bytesOf("ff00fe"), { id: "binary", outcome: "failed" }, null],
    [
      "encryption at rest",
      join(textOf("k8s:enc:aescbc:v1:key1:"), new Uint8Array(32).fill(200)),
      { id: "encrypted", provider: "aescbc", keyName: "key1", outcome: "sealed" },
      null,
    ],
  ])("knows %s", (_, value, encoding, json) => {
    const decoded = decode(value);
    expect(decoded.encoding).toMatchObject(encoding);
    expect(decoded.json).toBe(json);
  });
});

describe("Kubernetes' protobuf", () => {
  test("says which schema it was read with", () => {
    const { encoding, json } = decode(
      enveloped("v1", "ConfigMap", field(2, join(field(1, "a"), field(2, "1")))),
    );
    expect(encoding).toMatchObject({
      id: "kubernetes-protobuf",
      apiVersion: "v1",
      kind: "ConfigMap",
      outcome: "ok",
    });
    expect(encoding.schema).toMatch(/^Kubernetes 1\.\d+\.\d+$/);
    expect(json).toBe('{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"1"}}');
  });

  test("falls to the wire for a kind without a schema, and says so", () => {
    const { encoding, fields, json } = decode(
      enveloped("example.org/v7", "Thing", field(1, field(3, "text"))),
    );
    expect(encoding).toMatchObject({
      id: "kubernetes-protobuf",
      kind: "Thing",
      outcome: "partial",
      reason: "no schema is known for Thing of example.org/v7",
    });
    expect(encoding.schema).toBeUndefined();
    expect(json).toBeNull();
    expect(fields[1]?.children?.[1]?.children?.[0]?.children?.[0]).toMatchObject({ number: 3, type: "text" });
  });

  test("misses no field in a schema where there is none", () => {
    const { encoding, problems } = decode(join(field(1, "hello"), field(2, field(1, "inner"))));
    expect(encoding).toMatchObject({ id: "protobuf", outcome: "partial" });
    expect(problems).toEqual([]);
  });

  test("shows fields that the schema does not know by number, and counts them out", () => {
    const value = enveloped(
      "v1",
      "ConfigMap",
      join(field(2, join(field(1, "a"), field(2, "1"))), field(9, "new")),
    );
    const { encoding, problems, json } = decode(value);
    expect(encoding).toMatchObject({ outcome: "partial", explained: value.length - 5 });
    expect(encoding.reason).toMatch(/^one field is not in Kubernetes/);
    expect(problems).toMatchObject([{ code: "unknown-field", message: "field 9 is not in the schema" }]);
    expect(json).toContain('"data":{"a":"1"}');
  });

  test("orders maps by the bytes of their keys, keeps odd keys and lets the last of two count", () => {
    const entries = ["b", "__proto__", "10", "2", "b"].map((key, at) =>
      field(2, join(field(1, key), field(2, String(at)))),
    );
    expect(decode(enveloped("v1", "ConfigMap", join(...entries))).json).toBe(
      '{"apiVersion":"v1","kind":"ConfigMap","data":{"10":"2","2":"3","__proto__":"1","b":"4"}}',
    );
  });

  test("adds up a message that is written twice, and lets the last scalar count", () => {
    const metadata = [field(1, "one"), field(3, "ns"), field(1, "two")];
    const object = join(field(1, metadata[0]!), field(1, join(metadata[1]!, metadata[2]!)));
    expect(decode(enveloped("v1", "ConfigMap", object)).json).toContain(
      '"metadata":{"name":"two","namespace":"ns"}',
    );
    expect(
      spansOfPath(
        enveloped("v1", "ConfigMap", object),
        decode(enveloped("v1", "ConfigMap", object)).fields,
        "metadata.name",
      ),
    ).toHaveLength(2);
  });

  test("lets the last time count as a whole, as Go does", () => {
    const time = (seconds: number, nanos: number) => Uint8Array.of(0x08, seconds, 0x10, nanos);
    const written = (...times: Uint8Array[]) =>
      decode(enveloped("v1", "ConfigMap", field(1, join(...times.map((one) => field(8, one)))))).json;
    expect(written(time(1, 0), Uint8Array.of())).not.toContain("creationTimestamp");
    expect(written(time(1, 0), Uint8Array.of(0x10, 1))).toContain(
      '"creationTimestamp":"1970-01-01T00:00:00Z"',
    );
  });

  test("lets the last payload of an envelope count, as Go does", () => {
    const value = join(
      enveloped("v1", "ConfigMap", field(1, field(1, "one"))),
      field(2, field(1, field(3, "ns"))),
    );
    expect(decode(value).json).toBe('{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"ns"}}');
  });

  test("degrades text that is not UTF-8 by itself", () => {
    const { encoding, json, problems } = decode(
      enveloped("v1", "ConfigMap", field(1, field(1, new Uint8Array([0x61, 0xff, 0xfe, 0x62])))),
    );
    expect(encoding.outcome).toBe("partial");
    expect(problems).toMatchObject([{ path: "metadata.name", message: "not valid UTF-8 at byte 1" }]);
    expect(json).toContain('"name":"a\ufffd\ufffdb"');
  });

  test("degrades embedded JSON that is no JSON by itself", () => {
    // ControllerRevision: 2 is a RawExtension whose field 1 is the text; 3 is the revision.
    const object = join(field(2, field(1, "{nope")), new Uint8Array([0x18, 0x07]));
    const { encoding, json } = decode(enveloped("apps/v1", "ControllerRevision", object));
    expect(encoding.outcome).toBe("partial");
    expect(json).toBe('{"apiVersion":"apps/v1","kind":"ControllerRevision","data":{},"revision":7}');
  });

  test("reads embedded CBOR like embedded JSON", () => {
    const object = field(2, field(1, bytesOf("d9d9f7a1 43 6b6579 81 02")));
    const { json, bytes, fields } = decode(enveloped("apps/v1", "ControllerRevision", object));
    expect(json).toContain('"data":{"key":[2]}');
    const paths: (string | null)[] = [];
    eachField(bytes, fields, (_, path) => paths.push(path));
    expect(paths).toContain("data.key[0]");
  });
});
