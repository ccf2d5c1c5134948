import { isPlainText, plainField } from "@etcdscope/codec";
import type { Decoded } from "../decode/decoded.ts";
import type { Decoder } from "../decode/decoder.ts";
import { readX509, x509Kind } from "../x509/read.ts";
import { jwtContent } from "./jwt-content.ts";
import { type DecodedContent, made } from "./made.ts";
import { packingOf } from "./recognise.ts";
import type { Openers } from "./what.ts";
import { yamlContent } from "./yaml-content.ts";

const noKey = new Uint8Array(0);

/** Understands the bytes of a layer: as what this folder knows, else as a stored value without a key. */
export function decodeContent(bytes: Uint8Array, openers: Openers, decoder: Decoder): DecodedContent {
  return (
    packedContent(bytes) ??
    x509Content(bytes, openers) ??
    jwtContent(bytes) ??
    otherContent(bytes, openers, decoder)
  );
}

/** Unpacked bytes above this are read only where they are few fields: each is an object in memory. */
const largestRead = 4 * 1024 * 1024;
const mostFields = 1_000_000;

function otherContent(bytes: Uint8Array, openers: Openers, decoder: Decoder): DecodedContent {
  if (bytes.length > largestRead && fieldsAtMost(bytes) > mostFields)
    return { decoded: unread(bytes), facts: [] };
  const decoded = decoder.decode(noKey, bytes);
  const yaml = decoded.encoding.id === "text" ? yamlContent(bytes, openers) : null;
  return { decoded: yaml ?? decoded, facts: [] };
}

/** How many fields bytes may be: of JSON one for each bracket and comma, of plain text one, of others one in two bytes. */
function fieldsAtMost(bytes: Uint8Array): number {
  if (!isPlainText(bytes, 0, bytes.length)) return bytes.length / 2;
  const first = bytes.find((byte) => byte > 0x20);
  if (first !== 0x5b && first !== 0x7b) return 1;
  let count = 1;
  for (const byte of bytes) if (byte === 0x2c || byte === 0x5b || byte === 0x7b) count++;
  return count;
}

function unread(bytes: Uint8Array): Decoded {
  const isText = isPlainText(bytes, 0, bytes.length);
  const field = plainField(0, bytes.length, isText ? "text" : "bytes");
  field.place = isText ? "same" : "none";
  const reason = `more than ${mostFields} fields`;
  return made(bytes, [field], { id: isText ? "text" : "binary", reason });
}

/** Packed bytes are a field of their own: what unpacks them is the next layer. */
function packedContent(bytes: Uint8Array): DecodedContent | null {
  const packing = packingOf(bytes);
  if (packing !== "gzip") return null;
  const encoding = { id: "binary", reason: `packed by ${packing}` } as const;
  return { decoded: made(bytes, [plainField(0, bytes.length, "bytes")], encoding), facts: [] };
}

function x509Content(bytes: Uint8Array, { sha256 }: Openers): DecodedContent | null {
  const kind = bytes[0] === 0x30 ? x509Kind(bytes) : null;
  const reading = kind === null ? null : readX509(bytes, kind, sha256);
  if (kind === null || reading === null) return null;
  const { fields, text, write, facts } = reading;
  return { decoded: { ...made(bytes, fields, { id: kind }), text, write }, facts };
}
