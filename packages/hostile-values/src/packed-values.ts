import { deflateSync, gzipSync } from "node:zlib";
import type { HostileContents } from "./hostile-values.ts";
import { base64, bytesOf, joined } from "./stored.ts";

/** A gzip file that holds a gzip file, and so on. */
function layered(innermost: Uint8Array, layers: number, pack: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  let bytes = innermost;
  for (let layer = 0; layer < layers; layer++) bytes = pack(bytes);
  return bytes;
}

const zeros = (size: number): Uint8Array => new Uint8Array(size);

/** Gzip files one after another are a gzip file of all that they hold: 1.4 MB are 1.4 GB of zeros. */
function gzipBomb(): Uint8Array {
  const member = gzipSync(zeros(10_000_000), { level: 9 });
  return joined(...Array.from({ length: 140 }, () => member));
}

function gzipOfJson(): Uint8Array {
  const member = gzipSync("[],".repeat(1_000_000), { level: 9 });
  return joined(gzipSync("["), ...Array.from({ length: 66 }, () => member), gzipSync("1]"));
}

/** As many base64 layers as fit 1.4 MB. */
function base64OfBase64(start: string): Uint8Array {
  let text = start;
  while (text.length < 1_000_000) text = base64(text);
  return bytesOf(text);
}

/** What unpacks to far more than it is, or again and again. */
export const packedValues: HostileContents = {
  "gzip bomb": gzipBomb,
  "gzip bomb of gzip": () => gzipSync(gzipBomb(), { level: 9 }),
  "zlib bomb": () => deflateSync(zeros(200_000_000), { level: 9 }),
  "gzip of gzip, 200 layers": () => layered(bytesOf('{"a":1}'), 200, (bytes) => gzipSync(bytes)),
  "gzip of base64 of gzip, 20 layers": () =>
    layered(bytesOf('{"a":1}'), 20, (bytes) => bytesOf(base64(gzipSync(bytes)))),
  "gzip members, 60,000 empty": () => {
    const empty = gzipSync(zeros(0));
    return joined(...Array.from({ length: 60_000 }, () => empty));
  },
  "gzip without its end": () =>
    gzipSync(bytesOf('{"a":1}\n'.repeat(3_000_000)), { level: 9 }).subarray(0, -9),
  "gzip of json, 200 MB": gzipOfJson,
  "gzip of yaml, 2 MB": () => gzipSync(bytesOf(`a: 1\nb:\n${"- [x, y]\n".repeat(220_000)}`)),
  "base64 of base64": () => base64OfBase64(base64('{"a": 1, "b": [1, 2, 3]}')),
  "base64 of base64 of spaces": () => base64OfBase64(" ".repeat(60)),
  "base64, 1.4 MB": () => bytesOf("QUJD".repeat(350_000)),
  "base64 of lines": () => bytesOf(`${"QUJD".repeat(16)}\n`.repeat(21_000)),
  "base64 of lines, indented": () => bytesOf(`a:\n${`    ${"QUJD".repeat(16)}\n`.repeat(20_000)}`),
  "base64 of words": () => bytesOf("abcdefghijklmnopqrstuvw ".repeat(58_000)),
  "base64 of token heads": () => bytesOf(`${"eyJ".repeat(683)}.eyJ.aaaaaaaa`.repeat(660)),
  "base64 of token dots": () => bytesOf(".eyJ".repeat(350_000)),
  "base64 of equal signs": () => bytesOf(`QUJD${"=".repeat(1_400_000)}`),
  "base64 of line breaks": () => bytesOf("QUJD\n\n\n\n\n\n\n\n".repeat(110_000)),
};
