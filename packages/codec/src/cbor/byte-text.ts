import { hexText } from "../print/hex.ts";
import { encodeBase64 } from "../text/base64.ts";

/** How bytes are written where JSON wants a text. */
export type ByteText = (bytes: Uint8Array) => string;

/** How byte strings become text under the tags 21 to 23 (RFC 8949, 3.4.5.2). */
export const expectedLater: ReadonlyMap<string, ByteText> = new Map<string, ByteText>([
  [
    "tag 21",
    (bytes) =>
      encodeBase64(bytes).replace(/[+/=]/g, (char) => (char === "+" ? "-" : char === "/" ? "_" : "")),
  ],
  ["tag 22", (bytes) => encodeBase64(bytes)],
  ["tag 23", hexText],
]);
