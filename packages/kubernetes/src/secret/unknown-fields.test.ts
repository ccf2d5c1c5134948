import { eachField } from "@etcdscope/codec";
import { describe, expect, test } from "vitest";
import type { Decoded } from "../decode/decoded.ts";
import {
  decoder,
  entry,
  envelope,
  field,
  join,
  leaks,
  masked,
  secretObject,
  secretText,
  utf8,
  varint,
} from "./secret-values.testing.ts";

/** Where every field begins and ends, but for those inside of a group, which is hidden whole. */
function spansOf({ bytes, fields }: Decoded): string[] {
  const spans: string[] = [];
  eachField(bytes, fields, ({ start, end, wireType }) => {
    spans.push(`${start}-${end}`);
    return wireType !== 3;
  });
  return spans;
}

describe("fields of a Secret that no schema knows", () => {
  const hidden = 0x1234_5678_9abc_def0n;
  const tag = (number: number, wireType: number) => varint((number << 3) | wireType);
  const fixed64 = Buffer.from("f0debc9a78563412", "hex");
  const group = join(tag(20, 3), tag(1, 0), varint(hidden), field(2, secretText), tag(20, 4));
  const cases: [string, Uint8Array][] = [
    ["a varint", join(tag(20, 0), varint(hidden))],
    ["a varint of ten bytes", join(tag(20, 0), varint(0xffff_ffff_ffff_fff1n))],
    ["a varint that is longer than it need be", join(tag(20, 0), new Uint8Array([0xb7, 0x80, 0x80, 0]))],
    ["a fixed64", join(tag(20, 1), fixed64)],
    ["a fixed32", join(tag(20, 5), fixed64.subarray(0, 4))],
    ["bytes", field(20, secretText)],
    ["a group", group],
    ["a group in a group", join(tag(21, 3), group, tag(21, 4))],
  ];

  test.each(cases)("are covered to the last bit, and read as before: %s", (_, extra) => {
    const payload = extra.subarray(tag(20, 0).length);
    for (const value of [
      envelope("Secret", secretObject(extra)),
      envelope("Secret", join(field(1, join(field(1, "db"), extra)), field(2, entry("p", secretText)))),
      envelope("SecretList", field(2, secretObject(extra))),
    ]) {
      const before = decoder.decode(utf8("/odd"), value);
      const result = masked("/odd", value);
      const after = decoder.decode(utf8("/odd"), result);
      expect(Buffer.from(result).includes(Buffer.from(payload.subarray(0, 4)))).toBe(false);
      expect(leaks(result)).toBe(false);
      expect(after.encoding.outcome).toBe(before.encoding.outcome);
      expect(spansOf(after)).toEqual(spansOf(before));
    }
  });

  test("are covered by whether they are large: a varint keeps its length and nothing else", () => {
    const of = (value: bigint) =>
      masked("/odd", envelope("Secret", secretObject(join(tag(20, 0), varint(value)))));
    expect(of(1n)).toEqual(of(127n));
    expect(of(0x80n)).toEqual(of(0x3fffn));
    expect(of(2n ** 63n)).toEqual(of(2n ** 64n - 1n));
  });
});
