import { decodeUtf8, isJson } from "@etcdscope/codec";
import { decodeBase64 } from "./base64.ts";

/** The three parts of a JSON Web Token in its compact form (RFC 7519), as offsets over its text. */
export interface JwtParts {
  readonly header: readonly [start: number, end: number];
  readonly payload: readonly [start: number, end: number];
  readonly signature: readonly [start: number, end: number];
}

const longest = 64 * 1024;
const form = /^\s*(eyJ[\w-]{8,})\.(eyJ[\w-]{2,})\.([\w-]*)\s*$/;

/** The parts of a token; null for a text that is none: both of the first must be JSON, and the header name its algorithm. */
export function readJwt(bytes: Uint8Array): JwtParts | null {
  if (bytes.length > longest || bytes.length < 20) return null;
  const text = decodeUtf8(bytes);
  const [, header = "", payload = "", signature = ""] = form.exec(text) ?? [];
  if (header === "") return null;
  const start = text.indexOf(header);
  const second = start + header.length + 1;
  const third = second + payload.length + 1;
  const parts: JwtParts = {
    header: [start, second - 1],
    payload: [second, third - 1],
    signature: [third, third + signature.length],
  };
  const head = jsonOf(bytes, parts.header);
  return head?.includes('"alg"') === true && jsonOf(bytes, parts.payload) !== null ? parts : null;
}

function jsonOf(bytes: Uint8Array, [start, end]: readonly [number, number]): string | null {
  const decoded = decodeBase64(bytes, start, end);
  return decoded !== null && isJson(decoded) ? decodeUtf8(decoded) : null;
}
