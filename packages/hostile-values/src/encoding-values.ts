import type { HostileContents } from "./hostile-values.ts";
import { base64, bytesOf, cborHead, field, joined, times, varint } from "./stored.ts";

const size = 1_400_000;
const selfDescribed = [0xd9, 0xd9, 0xf7];

const cbor = (...parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array =>
  joined(selfDescribed, ...parts);
const filled = (...pattern: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: size }, (_, at) => pattern[at % pattern.length] ?? 0);

/** Length-delimited messages, one in the other, as deep as `bytes` allow. */
function nestedMessages(bytes: number): Uint8Array {
  const heads: number[][] = [];
  let inner = 0;
  while (inner < bytes) {
    const head = [0x0a, ...varint(inner)];
    heads.push(head);
    inner += head.length;
  }
  return Uint8Array.from(heads.toReversed().flat());
}

function token(payload: string): Uint8Array {
  const url = (text: string): string =>
    base64(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return bytesOf(`${url('{"alg":"none"}')}.${url(payload)}.`);
}

/** Values in one encoding that go to its limits. */
export const encodingValues: HostileContents = {
  "deep json": () => bytesOf("[".repeat(size)),
  "deep json, closed": () => bytesOf("[".repeat(size / 2) + "]".repeat(size / 2)),
  "deep json objects": () => bytesOf('{"a":'.repeat(size / 5)),
  "wide json": () => bytesOf(`[${"1,".repeat(size / 2)}1]`),
  "json of empty names": () => bytesOf(`{${'"":1,'.repeat(size / 5)}"":1}`),
  "json of equal names": () => bytesOf(`{${'"name":{},'.repeat(size / 10)}"name":{}}`),
  "json of escapes": () => bytesOf(`"${"\\u0000".repeat(size / 6)}"`),
  "json of escaped names": () => bytesOf(`{${'"\\u007f":1,'.repeat(size / 11)}"a":1}`),
  "big-number json": () => bytesOf(`{"n":${"9".repeat(size)}}`),
  "big exponent json": () => bytesOf(`[${"1e999999999,".repeat(size / 12)}1]`),
  "json of a long name over many values": () =>
    bytesOf(`{"${"n".repeat(size / 2)}":{${'"a":"eyJhIjpbMSx7ImIiOltdfV19",'.repeat(20_000)}"b":1}}`),
  "json of long names in each other": () =>
    bytesOf(`${`{"${"n".repeat(3000)}":`.repeat(200)}[${"[1],".repeat(180_000)}1]${"}".repeat(200)}`),
  "wide json in deep json": () => bytesOf(`${"[".repeat(390)}${"1,".repeat(690_000)}1${"]".repeat(390)}`),
  "wide json in deep objects": () =>
    bytesOf(`${'{"a":'.repeat(390)}{${'"b":1,'.repeat(230_000)}"c":1}${"}".repeat(390)}`),
  "lines in deep json": () => bytesOf(`${"[".repeat(390)}"${"x\\n".repeat(450_000)}"${"]".repeat(390)}`),
  "json of blanks": () => bytesOf(`[${" ".repeat(size)}1]`),
  "json of lines": () => bytesOf(`${'{"a":1}\n'.repeat(size / 8)}`),
  "deep cbor": () => cbor(filled(0x81)),
  "deep cbor maps": () => cbor(filled(0xa1)),
  "cbor tags in tags": () => cbor(filled(0xc0)),
  "cbor strings in pieces without end": () => cbor(filled(0x7f)),
  "cbor string of 600,000 empty pieces": () => cbor([0x7f], filled(0x60), [0xff]),
  "cbor bytes of 600,000 pieces": () => cbor([0xbf, 0x41, 0x61, 0x5f], filled(0x41, 0x61), [0xff, 0xff]),
  "cbor big number": () => cbor([0xc2, ...cborHead(2, size)], filled(0xff)),
  "cbor negative big number": () => cbor([0xa1, 0x61, 0x61, 0xc3, ...cborHead(2, size)], filled(0xff)),
  "cbor big numbers of tags": () => cbor([0x9f], filled(0xc2, 0x48, 1, 2, 3, 4, 5, 6, 7, 8), [0xff]),
  "cbor lists that declare too much": () => cbor(filled(0x9b)),
  "cbor map of equal keys": () => cbor([0xbf], filled(0x61, 0x61, 0x00), [0xff]),
  "cbor map of lists as keys": () => cbor([0xbf], filled(0x81, 0x81, 0x00, 0x00), [0xff]),
  "wide protobuf": () => joined(...times(size / 20, (at) => field((at % 2000) + 1, "twelve bytes"))),
  "wide protobuf of varints": () => filled(0x08, 0x01),
  "protobuf, deep messages": () => nestedMessages(size),
  "protobuf, groups in groups": () => joined(filled(0x1b), filled(0x1c)).subarray(size / 2, (size * 3) / 2),
  "protobuf, groups without end": () => filled(0x1b),
  "protobuf, long varints": () => filled(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
  "jwt of big numbers": () => token(`{"exp":${"9".repeat(40_000)},"aud":["a"]}`),
  "jwt of 10,000 audiences": () => token(`{"aud":[${'"a",'.repeat(10_000)}"a"]}`),
  "jwt deep": () => token(`{"aud":${"[".repeat(15_000)}${"]".repeat(15_000)}}`),
  "jwt dots": () => bytesOf(`eyJ${"a".repeat(30_000)}.eyJ${"a".repeat(30_000)}!`),
  blanks: () => bytesOf(" ".repeat(size)),
  "blank lines": () => bytesOf("\n".repeat(size)),
  "escapes for a terminal": () => filled(0x1b, 0x5b, 0x33, 0x31, 0x6d),
  "not utf-8": () => filled(0xff),
  "half characters": () => filled(0xe4, 0xbd),
};
