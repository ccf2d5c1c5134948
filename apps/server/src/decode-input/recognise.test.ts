import { describe, expect, it } from "vitest";
import { recognise } from "./recognise.ts";

const text = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString("latin1");
const read = (input: string | Uint8Array) => {
  const { forms, stored } = recognise(typeof input === "string" ? Buffer.from(input, "latin1") : input);
  return { forms, stored: stored.map(({ key, value }) => [text(key), text(value)]) };
};

/** A stored object: envelope, type, and a payload of one name. */
function object(name: string): string {
  const named = String.fromCharCode(0x0a, name.length + 2, 0x0a, name.length) + name;
  return `k8s\0\x0a\x0d\x0a\x02v1\x12\x07Service\x12${String.fromCharCode(named.length)}${named}\x1a\0"\0`;
}

const etcdctl = 'the output of "etcdctl get"';

describe("an input", () => {
  it("that is a stored value stays what it is, whatever it holds", () => {
    for (const value of [
      object("web"),
      "k8s:enc:aescbc:v1:k:\nx",
      "\xd9\xd9\xf7\xa0",
      '{"a":1}',
      "a\nb\n",
      "",
      "12",
    ])
      expect(read(value)).toEqual({ forms: [], stored: [[undefined, value]] });
  });

  it("that etcdctl printed has a key on a line before each value", () => {
    const json = '{"kind":"A",\n"b":"/x"}';
    const cbor = "\xd9\xd9\xf7\xa1\x61a\x0a";
    const pairs = [
      ["/registry/services/a", object("a\n/registry/b\nk8s\0")],
      ["/registry/services/b", object("b")],
      ["/registry/c", json],
      ["/registry/d", cbor],
      ["/registry/e", "k8s:enc:aescbc:v1:k:\n\x01\n/x"],
      ["/registry/f", object("f")],
    ];
    const printed = pairs.map(([key, value]) => `${key}\n${value}\n`).join("");
    expect(read(printed)).toEqual({ forms: [etcdctl], stored: pairs });
    expect(read(`/registry/services/b\n${object("b")}`).stored).toEqual([pairs[1]]);
  });

  it("has a key of any bytes before what begins with the magic of an API server", () => {
    for (const key of ["/registry/a b", "key\xff", '"q"', "{"])
      expect(read(`${key}\n${object("web")}\n`)).toEqual({
        forms: [etcdctl],
        stored: [[key, object("web")]],
      });
  });

  it("of a damaged value keeps its key", () => {
    const damaged = object("web").slice(0, -9);
    expect(read(`/registry/services/a\n${damaged}\n/registry/services/b\n${object("b")}\n`).stored).toEqual([
      ["/registry/services/a", damaged],
      ["/registry/services/b", object("b")],
    ]);
  });

  it.each([
    "some words\n{}",
    "word\n{}",
    "/x\n{\n",
    "/x\n{} trailing",
    '"/x"\n{}',
    "/x y\nk8s:enc:aescbc:v1:k:",
    "/x\nplain text",
    "compact_rev_key\n123\n",
  ])("that is no such output is not taken for it: %j", (input) => {
    expect(read(input)).toEqual({ forms: [], stored: [[undefined, input]] });
  });

  it("of etcdctl -w json, fields, --hex and protobuf has its keys and values", () => {
    const value = object("web");
    const stored = [["/registry/a", value]];
    const base64 = (one: string) => Buffer.from(one, "latin1").toString("base64");
    const json = {
      header: { revision: 5 },
      kvs: [{ key: base64("/registry/a"), value: base64(value) }],
      count: 1,
    };
    expect(read(JSON.stringify(json))).toEqual({ forms: ['the output of "etcdctl get -w json"'], stored });
    const fields =
      '"ClusterID" : 1\n"Revision" : 5\n"Key" : "/registry/a"\n"CreateRevision" : 2\n' +
      '"Value" : "k8s\\x00\\u00e9\\xff\\"\\\\\\n"\n"Lease" : 0\n"More" : false\n"Count" : 1\n';
    expect(read(fields)).toEqual({
      forms: ['the output of "etcdctl get -w fields"'],
      stored: [["/registry/a", 'k8s\0\xc3\xa9\xff"\\\n']],
    });
    const hex = (one: string) =>
      one.replace(/./gs, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
    const printed = { forms: ['the output of "etcdctl get --hex"'], stored };
    expect(read(`${hex("/registry/a")}\n${hex(value)}\n`)).toEqual(printed);
    expect(read(`${hex(value)}\n`).stored).toEqual([[undefined, value]]);
    const field = (number: number, inside: string) =>
      String.fromCharCode(number * 8 + 2, inside.length) + inside;
    const kv = `${field(1, "/registry/a")}\x10\x02\x18\x03\x20\x01${field(5, value)}`;
    const response = `${field(1, "\x08\x01\x18\x05")}${field(2, kv)}\x20\x01`;
    expect(read(response)).toEqual({ forms: ['the output of "etcdctl get -w protobuf"'], stored });
    expect(read(`${field(1, "\x08\x01\x18\x05")}${field(2, "\x0a\x01a")}`).forms).toEqual([]);
  });

  it("without keys in it holds none", () => {
    expect(read('{"header":{},"kvs":[]}').stored).toEqual([]);
  });

  it("of base64 or hex is opened where it holds what an API server stores, and only there", () => {
    const value = object("web");
    const hex = Buffer.from(value, "latin1").toString("hex");
    const base64 = Buffer.from(value, "latin1").toString("base64");
    const stored = [[undefined, value]];
    expect(read(`${base64.slice(0, 20)}\n${base64.slice(20)}\n`)).toEqual({ forms: ["base64"], stored });
    expect(read(base64.replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_")).stored).toEqual(stored);
    expect(read(hex)).toEqual({ forms: ["hex"], stored });
    expect(read(hex.replace(/../g, "$& "))).toEqual({ forms: ["hex"], stored });
    expect(read(`0x${hex}`).stored).toEqual(stored);
    for (const other of ["deadbeef", "aGVsbG8gd29ybGQ=", "password"])
      expect(read(other)).toEqual({ forms: [], stored: [[undefined, other]] });
  });

  it("of JSON lines is a value for each line", () => {
    expect(read('{"a":1}\n\n[2]\n')).toEqual({
      forms: ["JSON lines"],
      stored: [
        [undefined, '{"a":1}'],
        [undefined, "[2]"],
      ],
    });
    expect(read('{"a":1}\nnot JSON').forms).toEqual([]);
    expect(read('{"a":\n1}').forms).toEqual([]);
  });

  it("of any number of byte order marks, or of digits of hex, is recognised without a deep stack", () => {
    const marks = "\xef\xbb\xbf".repeat(100_000);
    expect(read(marks)).toEqual({
      forms: ["UTF-8 behind a byte order mark"],
      stored: [[undefined, marks.slice(3)]],
    });
    const digits = Buffer.alloc(40_000_000, "a");
    expect(recognise(digits).stored[0]?.value).toBe(digits);
  });

  it("behind a byte order mark is text without it, of whatever form that is", () => {
    expect(read(Buffer.from('\ufeff{"a":1}'))).toEqual({
      forms: ["UTF-8 behind a byte order mark"],
      stored: [[undefined, '{"a":1}']],
    });
    expect(read(Buffer.from("\ufeff[1]\n[2]", "utf16le")).forms).toEqual([
      "text in UTF-16 LE, by its byte order mark",
      "JSON lines",
    ]);
    expect(read(Uint8Array.of(0xff, 0xfe, 1)).forms).toEqual([]);
  });
});
