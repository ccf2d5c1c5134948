import { type KeyRef, keyRefOf, parseKeyRef } from "@etcdscope/contract";
import { tokensOf } from "../bytes/tokens.ts";

const slash = 0x2f;
const utf8 = new TextEncoder();

/** A reference as one string, equal exactly when the bytes are. */
export function refId(ref: KeyRef): string {
  return ref.keyb === undefined ? `t${ref.key}` : `b${ref.keyb}`;
}

/** The reference that such a string stands for. */
export function refOfId(id: string): KeyRef {
  return id.startsWith("t") ? { key: id.slice(1) } : { keyb: id.slice(1) };
}

/** Whether a key begins with a prefix. */
export function startsWith(ref: KeyRef, prefix: KeyRef): boolean {
  if (ref.key !== undefined && prefix.key !== undefined) return ref.key.startsWith(prefix.key);
  const bytes = refBytes(ref);
  return refBytes(prefix).every((byte, at) => bytes[at] === byte);
}

/** The bytes of a reference made by us or by the server. A malformed one reads as no bytes. */
export function refBytes(ref: KeyRef): Uint8Array {
  return parseKeyRef(ref) ?? new Uint8Array();
}

/** The canonical reference of what an answer names. */
export function refOf(name: { readonly key: string; readonly keyb?: string }): KeyRef {
  return name.keyb === undefined ? { key: name.key } : { keyb: name.keyb };
}

/** The exact bytes of a name that travels as text, or as base64url where text would lose something. */
export function nameBytes(text: string, encoded: string | undefined): Uint8Array {
  return encoded === undefined ? utf8.encode(text) : refBytes({ keyb: encoded });
}

/** The prefix under a key: the key and a slash. */
export function prefixUnder(ref: KeyRef): KeyRef {
  if (ref.key !== undefined) return { key: `${ref.key}/` };
  const bytes = refBytes(ref);
  const prefix = new Uint8Array(bytes.length + 1);
  prefix.set(bytes);
  prefix[bytes.length] = slash;
  return keyRefOf(prefix);
}

/** The key that a prefix stands under: the prefix without its last slash. */
export function keyAbove(prefix: KeyRef): KeyRef {
  const bytes = refBytes(prefix);
  return keyRefOf(bytes.at(-1) === slash ? bytes.subarray(0, -1) : bytes);
}

/** The prefix of everything. */
export const rootPrefix: KeyRef = { key: "" };

/** One step on the way to a key. */
export interface PathStep {
  /** What stands between the slashes; the leading slash belongs to the first. */
  readonly name: Uint8Array;
  /** The key up to here, without the slash behind. */
  readonly key: KeyRef;
  /** What lies under it. */
  readonly prefix: KeyRef;
}

/** Every step from the root to the key itself, the key last; a key that ends with a slash ends with the empty name. */
export function pathSteps(ref: KeyRef): readonly PathStep[] {
  const bytes = refBytes(ref);
  const steps: PathStep[] = [];
  let start = 0;
  for (let at = 1; at <= bytes.length; at++) {
    if (at < bytes.length && bytes[at] !== slash) continue;
    const key = keyRefOf(bytes.subarray(0, at));
    steps.push({ name: bytes.subarray(start, at), key, prefix: prefixUnder(key) });
    start = at + 1;
  }
  return steps;
}

/** The last name on the way to a key, as text to be glanced at. */
export function lastName(ref: KeyRef): string {
  const name = pathSteps(ref).at(-1)?.name ?? new Uint8Array();
  return tokensOf(name)
    .map((token) => token.text)
    .join("");
}
