import { eachField, type FieldNode, spansOfPath } from "@etcdscope/codec";
import { beforeAll, describe, expect, test } from "vitest";
import type { Decoded } from "../decode/decoded.ts";
import { createDecoder, type Decoder } from "../decode/decoder.ts";
import { printJson } from "../decode/print.ts";
import { readSchema } from "../fixtures.testing.ts";
import { protobufRoot, readProtoFiles } from "./proto-files.testing.ts";
import { readUserSchema } from "./user-schema.ts";

const root = protobufRoot();
const encode = (text: string) => new TextEncoder().encode(text);
let decoder: Decoder;

beforeAll(async () => {
  const messages = await readUserSchema({
    files: readProtoFiles(),
    mappings: [
      { keys: "/app/orders/*", message: "shop.Order" },
      { keys: "/app/everything", message: "shop.Everything" },
      { keys: "/app/any", message: "google.protobuf.Any" },
      { keys: "/app/records/**", message: "legacy.Record" },
      { keys: "/registry/**", message: "shop.Money" },
    ],
  });
  decoder = createDecoder(readSchema(), { messages });
});

const bytesOf = (name: string, message: Record<string, unknown>) => {
  const type = root.lookupType(name);
  return type.encode(type.fromObject(message)).finish();
};
const decode = (key: string, bytes: Uint8Array): Decoded => decoder.decode(encode(key), bytes);
const documentText = (decoded: Decoded) => printJson(decoded, { indent: 0 })?.text;
const documentOfValue = (key: string, bytes: Uint8Array) => documentText(decode(key, bytes));

/** A varint field and a length-delimited one, by hand. */
const varint = (number: number, value: number) => [number << 3, value];
const payload = (number: number, bytes: number[]) => [(number << 3) | 2, bytes.length, ...bytes];

describe("a value whose key is mapped to a message", () => {
  const order = () =>
    bytesOf("shop.Order", {
      orderId: "o-1",
      customer: { name: "Zoë", isRegular: true },
      lines: [{ sku: "a", quantity: "18446744073709551615", price: { currency: -1, units: -5 } }],
      labels: { b: "2", a: "1", "10": "x", "2": "y", __proto__x: "z" },
      createdAt: { seconds: 1_600_000_000, nanos: 120_000_000 },
      voucherCode: "FREE",
      signature: Uint8Array.of(1, 2, 255),
      priority: 0,
      note: "quick",
    });

  test("is written as ProtoJSON in the order of the .proto", () => {
    const decoded = decode("/app/orders/1", order());
    expect(decoded.encoding).toEqual({
      id: "protobuf",
      schema: "shop.Order from shop/order.proto",
      outcome: "ok",
      explained: decoded.bytes.length,
    });
    expect(documentText(decoded)).toBe(
      '{"orderId":"o-1","customer":{"name":"Zoë","isRegular":true},' +
        '"lines":[{"sku":"a","quantity":"18446744073709551615","price":{"currency":"DEBT","units":"-5"}}],' +
        '"labels":{"10":"x","2":"y","__proto__x":"z","a":"1","b":"2"},"createdAt":"2020-09-13T12:26:40.120Z",' +
        '"voucherCode":"FREE","signature":"AQL/","priority":0,"comment":"quick"}',
    );
  });

  test("has the same paths in its fields as in its document", () => {
    const decoded = decode("/app/orders/1", order());
    const ranges = printJson(decoded)?.ranges.map(([path]) => path) ?? [];
    expect(ranges).toContain('labels["10"]');
    expect(ranges.filter((path) => spansOfPath(decoded.bytes, decoded.fields, path).length === 0)).toEqual(
      [],
    );
    const inFields = new Set<string | null>();
    eachField(decoded.bytes, decoded.fields, (_, path) => inFields.add(path));
    expect([...inFields].filter((path) => path !== null && path !== "" && !ranges.includes(path))).toEqual(
      [],
    );
  });

  test("names its enums' values beside their numbers", () => {
    const decoded = decode("/app/orders/1", order());
    const labels: (string | null | undefined)[][] = [];
    eachField(decoded.bytes, decoded.fields, (node, path) => {
      const label = decoded.label?.(node);
      if (label != null) labels.push([path, node.type, label]);
    });
    expect(labels).toEqual([["lines[0].price.currency", "enum shop.Currency", "DEBT"]]);
  });

  test("keeps fields that the message does not have, with number and span", () => {
    const bytes = Uint8Array.from([...payload(1, [0x61]), ...varint(15, 7), ...payload(14, [0xff, 0xff])]);
    const decoded = decode("/app/orders/1", bytes);
    expect(decoded.encoding).toMatchObject({
      outcome: "partial",
      reason: "2 fields are not in shop.Order from shop/order.proto",
    });
    expect(decoded.problems.map(({ code, span }) => [code, span.start, span.end])).toEqual([
      ["unknown-field", 3, 5],
      ["unknown-field", 5, 9],
    ]);
    expect(documentText(decoded)).toBe('{"orderId":"a"}');
  });

  test("may be empty: a message without fields has no bytes", () => {
    const decoded = decode("/app/orders/1", new Uint8Array());
    expect(decoded.encoding).toMatchObject({ id: "protobuf", outcome: "ok", explained: 0 });
    expect(documentText(decoded)).toBe("{}");
  });

  test("is shown as the text that it is when it is no message", () => {
    expect(decode("/app/orders/1", encode('{"a":1}')).encoding).toMatchObject({
      id: "json",
      outcome: "partial",
      reason: '"/app/orders/*" maps it to shop.Order, which it is not',
    });
  });

  test("shows what there is of a damaged message", () => {
    const bytes = order();
    const decoded = decode("/app/orders/1", bytes.subarray(0, bytes.length - 2));
    expect(decoded.encoding).toMatchObject({ id: "protobuf", outcome: "partial" });
    expect(JSON.parse(documentText(decoded) ?? "")).toMatchObject({ orderId: "o-1", voucherCode: "FREE" });
  });

  test("stays Kubernetes' own where the bytes say so", () => {
    const bytes = Uint8Array.from([...encode("k8s\0"), ...payload(1, [...payload(1, [0x76, 0x31])])]);
    expect(decode("/registry/pods/a/b", bytes).encoding.id).toBe("kubernetes-protobuf");
    expect(decode("/registry/pods/a/b", encode("k8s:enc:kms:v1:x:abc")).encoding.id).toBe("encrypted");
    expect(decode("/app/elsewhere", order()).encoding.schema).toBeUndefined();
  });
});

describe("what is on the wire more than once", () => {
  const money = (units: number) => varint(2, units);

  test("of a scalar counts last, of a message adds up, of a map entry counts last", () => {
    const entry = (value: number) => payload(4, [...payload(1, [0x6b]), ...payload(2, [value])]);
    const customer = [...payload(2, payload(1, [0x61])), ...payload(2, varint(2, 1))];
    const bytes = [...payload(1, [0x61]), ...payload(1, [0x62]), ...customer, ...entry(0x31), ...entry(0x32)];
    expect(documentOfValue("/app/orders/1", Uint8Array.from(bytes))).toBe(
      '{"orderId":"b","customer":{"name":"a","isRegular":true},"labels":{"k":"2"}}',
    );
  });

  test("of a oneof counts as the last member, begun anew", () => {
    const text = [0x92, 3, 1, 0x61];
    const chosen = (content: number[]) => [0x9a, 3, content.length, ...content];
    const bytes = [
      ...chosen(varint(1, 1)),
      ...text,
      ...chosen(money(5)),
      ...chosen(varint(3, 1).slice(0, 0)),
    ];
    expect(documentOfValue("/app/everything", Uint8Array.from(bytes))).toBe('{"chosenMoney":{"units":"5"}}');
  });

  test("of a Value adds up while it is of one kind, and is begun anew by another", () => {
    const value = (content: number[]) => [0x92, 2, content.length, ...content];
    const isTrue = payload(2, varint(4, 1));
    const member = (name: number) => payload(5, payload(1, [...payload(1, [name]), ...isTrue]));
    const everything = (...values: number[][]) =>
      documentOfValue("/app/everything", Uint8Array.from(values.flatMap(value)));
    expect(everything(member(0x61), member(0x62))).toBe('{"value":{"a":true,"b":true}}');
    expect(everything(member(0x61), varint(4, 1), member(0x62))).toBe('{"value":{"b":true}}');
    expect(everything(member(0x61), varint(4, 1))).toBe('{"value":true}');
  });

  test("of an Any may be its type and its value", () => {
    const any = (content: number[]) => [0xaa, 2, content.length, ...content];
    const type = payload(1, [...encode("a/shop.Money")]);
    const bytes = Uint8Array.from([...any([...type, ...payload(2, money(1))]), ...any(payload(2, money(5)))]);
    expect(documentOfValue("/app/everything", bytes)).toBe('{"any":{"@type":"a/shop.Money","units":"5"}}');
    expect(decode("/app/everything", bytes).fields).toHaveLength(2);
  });

  test("of a map entry's value adds up", () => {
    const entry = [...payload(1, [0x6b]), ...payload(2, varint(1, 1)), ...payload(2, money(5))];
    const bytes = [0xba, 1, entry.length, ...entry];
    expect(documentOfValue("/app/everything", Uint8Array.from(bytes))).toContain('"units":"5"');
    expect(documentOfValue("/app/everything", Uint8Array.from(bytes))).toContain('"currency":');
  });

  test("of a repeated field may be packed and unpacked in turn", () => {
    const bytes = [0x92, 1, 2, 1, 2, 0x90, 1, 3];
    const decoded = decode("/app/everything", Uint8Array.from(bytes));
    expect(documentText(decoded)).toBe('{"packed":["-1","1","-2"]}');
    expect(decoded.encoding.outcome).toBe("ok");
  });
});

describe("proto2", () => {
  test("has groups, extensions and aliases, and shows no defaults", () => {
    const bytes = bytesOf("legacy.Record", {
      id: "x",
      step: [{ name: "a", code: -3, detail: { text: "deep" } }, {}],
      codes: [1, 2],
      state: 1,
      ".legacy.owner": "me",
    });
    const decoded = decode("/app/records/a/b", bytes);
    expect(decoded.encoding).toMatchObject({ outcome: "ok", explained: bytes.length });
    expect(documentText(decoded)).toBe(
      '{"id":"x","step":[{"name":"a","code":-3,"detail":{"text":"deep"}},{}],"codes":[1,2],"state":"NEW","[legacy.owner]":"me"}',
    );
  });
});

describe("well-known types", () => {
  const everything = (message: Record<string, unknown>) =>
    JSON.parse(documentOfValue("/app/everything", bytesOf("shop.Everything", message)) ?? "");

  test.each([
    [{ seconds: -62135596800 }, "0001-01-01T00:00:00Z"],
    [{ seconds: 253402300799, nanos: 999999999 }, "9999-12-31T23:59:59.999999999Z"],
    [{ seconds: 1, nanos: 1000 }, "1970-01-01T00:00:01.000001Z"],
    [{ seconds: 253402300800 }, { seconds: "253402300800" }],
    [{ nanos: -1 }, { nanos: -1 }],
  ])("a timestamp of %j", (timestamp, expected) => {
    expect(everything({ timestamp })).toEqual({ timestamp: expected });
  });

  test.each([
    [{}, "0s"],
    [{ seconds: -1, nanos: -500000000 }, "-1.500s"],
    [{ nanos: 1 }, "0.000000001s"],
    [{ seconds: 3600 }, "3600s"],
    [
      { seconds: 1, nanos: -1 },
      { seconds: "1", nanos: -1 },
    ],
    [{ seconds: 315576000001 }, { seconds: "315576000001" }],
  ])("a duration of %j", (duration, expected) => {
    expect(everything({ duration })).toEqual({ duration: expected });
  });

  test("a field mask whose paths would not read back is an object", () => {
    expect(everything({ mask: { paths: ["a_b.c", "d"] } })).toEqual({ mask: "aB.c,d" });
    expect(everything({ mask: { paths: ["aB"] } })).toEqual({ mask: { paths: ["aB"] } });
  });

  test("an Any shows the message that it names, and bytes where that is not known", () => {
    const value = bytesOf("shop.Money", { units: 7 });
    expect(everything({ any: { type_url: "t/shop.Money", value } })).toEqual({
      any: { "@type": "t/shop.Money", units: "7" },
    });
    expect(everything({ any: { type_url: "t/other.Thing", value } })).toEqual({
      any: { "@type": "t/other.Thing", value: "EAc=" },
    });
    const inner = bytesOf("google.protobuf.Any", { type_url: "t/shop.Money", value });
    expect(everything({ any: { type_url: "t/google.protobuf.Any", value: inner } })).toEqual({
      any: { "@type": "t/google.protobuf.Any", value: { "@type": "t/shop.Money", units: "7" } },
    });
    expect(everything({ any: {} })).toEqual({ any: {} });
  });

  test("an Any may be the whole value", () => {
    const value = bytesOf("shop.Money", { units: 7 });
    const bytes = bytesOf("google.protobuf.Any", { type_url: "t/shop.Money", value });
    const decoded = decode("/app/any", bytes);
    expect(documentText(decoded)).toBe('{"@type":"t/shop.Money","units":"7"}');
    expect(decoded.encoding).toMatchObject({
      schema: "google.protobuf.Any from google/protobuf",
      explained: bytes.length,
    });
  });

  test("a Struct's members have paths of their own", () => {
    const bytes = bytesOf("shop.Everything", {
      struct: { fields: { "a.b": { listValue: { values: [{ stringValue: "x" }, { nullValue: 0 }] } } } },
    });
    const decoded = decode("/app/everything", bytes);
    const paths = printJson(decoded)?.ranges.map(([path]) => path);
    expect(paths).toEqual(["", "struct", 'struct["a.b"]', 'struct["a.b"][0]', 'struct["a.b"][1]']);
    for (const path of paths ?? [])
      expect(spansOfPath(decoded.bytes, decoded.fields, path).length).toBeGreaterThan(0);
  });

  test("a time that is cut off is null, not another time", () => {
    const bytes = bytesOf("shop.Everything", { timestamp: { seconds: 1_600_000_000, nanos: 5 } });
    for (let size = 3; size < bytes.length; size++)
      expect(documentOfValue("/app/everything", bytes.subarray(0, size))).toBe('{"timestamp":null}');
  });

  test("an Any in an Any in an Any ends", () => {
    let value: Uint8Array = new Uint8Array();
    for (let depth = 0; depth < 1000; depth++)
      value = bytesOf("google.protobuf.Any", { type_url: "google.protobuf.Any", value });
    const decoded = decode("/app/any", value);
    const depthOf = (nodes: readonly FieldNode[]): number =>
      1 + Math.max(0, ...nodes.map(({ children }) => (children === null ? 0 : depthOf(children))));
    expect(depthOf(decoded.fields)).toBe(101);
    expect(decoded.encoding).toMatchObject({
      outcome: "partial",
      reason: expect.stringContaining("deeper than 100"),
    });
    expect(documentText(decoded)).toContain("@type");
  });
});
