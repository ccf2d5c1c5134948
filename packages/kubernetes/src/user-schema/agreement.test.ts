import fc from "fast-check";
import protojson from "protobufjs/ext/protojson.js";
import { beforeAll, describe, expect, test } from "vitest";
import { coversOnce } from "../decode/coverage.testing.ts";
import { createDecoder, type Decoder } from "../decode/decoder.ts";
import { printJson } from "../decode/print.ts";
import { readSchema } from "../fixtures.testing.ts";
import { protobufRoot, readProtoFiles } from "./proto-files.testing.ts";
import { readUserSchema } from "./user-schema.ts";

const type = protobufRoot().lookupType("shop.Everything");
const key = new TextEncoder().encode("/everything");
let decoder: Decoder;

beforeAll(async () => {
  const mappings = [{ keys: "/everything", message: "shop.Everything" }];
  decoder = createDecoder(readSchema(), {
    messages: await readUserSchema({ files: readProtoFiles(), mappings }),
  });
});

const longs = (min: bigint, max: bigint) => fc.bigInt({ min, max }).map(String);
const int64 = longs(-(2n ** 63n), 2n ** 63n - 1n);
const uint64 = longs(0n, 2n ** 64n - 1n);
const int32 = fc.integer();
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const text = fc.string({ unit: "binary" }).map((value) => value.toWellFormed());
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const bytes = fc.uint8Array({ maxLength: 40 });
/** Exactly 32 bits wide, so that it is the same number as a double. */
const float = fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((value) => value / 8);
const currency = fc.constantFrom(0, 1, 2, -1, 77);
const money = fc.record({ currency, units: int64, nanos: int32 }, { requiredKeys: [] });
const timestamp = fc.record({
  seconds: longs(-62_135_596_800n, 253_402_300_799n),
  nanos: fc.nat(999_999_999),
});
const duration = fc
  .tuple(fc.nat(10 ** 9), fc.nat(999_999_999), fc.boolean())
  .map(([seconds, nanos, isNegative]) =>
    isNegative ? { seconds: -seconds, nanos: -nanos } : { seconds, nanos },
  );
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant({ nullValue: 0 }),
    number.map((numberValue) => ({ numberValue })),
    text.map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    tie("list").map((listValue) => ({ listValue })),
    tie("struct").map((structValue) => ({ structValue })),
  ),
  list: fc.record({ values: fc.array(tie("value"), { maxLength: 4 }) }),
  struct: fc.record({ fields: fc.dictionary(text, tie("value"), { maxKeys: 4 }) }),
}));

const choice = fc.oneof(
  text.map((chosenText) => ({ chosenText })),
  money.map((chosenMoney) => ({ chosenMoney })),
  fc.boolean().map((chosenFlag) => ({ chosenFlag })),
  fc.constant({}),
);

/** Zeros are left out where ProtoJSON cannot tell them from what is not there: a writer does not write them. */
const isSet = (value: unknown) => ![0, "", "0", false].includes(value as never) && !Object.is(value, -0);

const plain = fc.record(
  {
    aDouble: number.filter(isSet),
    aFloat: float.filter(isSet),
    anInt32: int32.filter(isSet),
    anInt64: int64.filter(isSet),
    aUint32: uint32.filter(isSet),
    aUint64: uint64.filter(isSet),
    aSint32: int32.filter(isSet),
    aSint64: int64.filter(isSet),
    aFixed32: uint32.filter(isSet),
    aFixed64: uint64.filter(isSet),
    aSfixed32: int32.filter(isSet),
    aSfixed64: int64.filter(isSet),
    aBool: fc.constant(true),
    aString: text.filter(isSet),
    aBytes: bytes.filter(({ length }) => length > 0),
    anEnum: currency.filter(isSet),
    packed: fc.array(int64),
    unpacked: fc.array(int32),
    enums: fc.array(currency),
    strings: fc.array(text),
    messages: fc.array(money, { maxLength: 4 }),
    byString: fc.dictionary(text, money, { maxKeys: 4 }),
    byInt32: fc.dictionary(int32.map(String), text, { maxKeys: 4 }),
    bySint64: fc.dictionary(
      fc.integer().map(String),
      currency.filter((value) => value !== 77),
      { maxKeys: 4 },
    ),
    byBool: fc.dictionary(fc.constantFrom("true", "false"), number),
    timestamp,
    duration,
    mask: fc.record({ paths: fc.array(fc.constantFrom("a", "foo_bar", "a.b_c")) }),
    struct: json.struct,
    value: json.value,
    list: json.list,
    empty: fc.constant({}),
    doubleValue: fc.record({ value: number }),
    floatValue: fc.record({ value: float }),
    int64Value: fc.record({ value: int64 }),
    uint64Value: fc.record({ value: uint64 }),
    int32Value: fc.record({ value: int32 }),
    uint32Value: fc.record({ value: uint32 }),
    boolValue: fc.record({ value: fc.boolean() }),
    stringValue: fc.record({ value: text }),
    bytesValue: fc.record({ value: bytes }),
    times: fc.dictionary(text, timestamp, { maxKeys: 3 }),
    maybe: text,
  },
  { requiredKeys: [] },
);

const everything = fc
  .tuple(plain, fc.option(plain, { nil: undefined }), choice)
  .map(([outer, itself, chosen]) => ({ ...outer, ...chosen, ...(itself === undefined ? {} : { itself }) }));

const encoded = everything.map((message) => type.encode(type.fromObject(message)).finish());

describe("a random message", () => {
  test("is written as protobufjs writes it, and explained to the last byte", () => {
    fc.assert(
      fc.property(encoded, (value) => {
        const decoded = decoder.decode(key, value);
        expect(decoded.encoding).toMatchObject({ id: "protobuf", outcome: "ok", explained: value.length });
        expect(coversOnce(decoded.fields, value.length)).toBe(true);
        const expected = protojson.toJson(type, type.decode(value));
        expect(JSON.parse(printJson(decoded)?.text ?? "")).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test("is decoded without a throw when it is damaged, and its nodes tile it", () => {
    const change = fc.tuple(fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(encoded, fc.nat(), fc.array(change, { maxLength: 4 }), (value, size, changes) => {
        const damaged = value.slice(0, size % (value.length + 1));
        for (const [at, byte] of changes) if (damaged.length > 0) damaged[at % damaged.length] = byte;
        const decoded = decoder.decode(key, damaged);
        if (decoded.encoding.id !== "protobuf") return;
        expect(coversOnce(decoded.fields, damaged.length)).toBe(true);
        expect(() => JSON.parse(printJson(decoded)?.text ?? "")).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });
});
