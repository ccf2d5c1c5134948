import { plainField } from "@etcdscope/codec";
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

function otherContent(bytes: Uint8Array, openers: Openers, decoder: Decoder): DecodedContent {
  const decoded = decoder.decode(noKey, bytes);
  const yaml = decoded.encoding.id === "text" ? yamlContent(bytes, openers) : null;
  return { decoded: yaml ?? decoded, facts: [] };
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
