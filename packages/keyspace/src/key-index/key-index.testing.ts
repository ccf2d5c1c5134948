import { compareBytes } from "../bytes/order.ts";
import type { KeyMeta, KeyPage } from "../source/source.ts";
import { KeyIndex } from "./key-index.ts";

export const slash = 0x2f;

export function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function text(key: Uint8Array): string {
  return String.fromCharCode(...key);
}

export function meta(key: Uint8Array | string, modRevision = 7n): KeyMeta {
  return {
    key: typeof key === "string" ? bytes(key) : key,
    createRevision: 2n,
    modRevision,
    version: 3n,
    lease: 0n,
  };
}

export async function* pagesOf(
  metas: readonly KeyMeta[],
  revision = 9n,
  size = 700,
): AsyncGenerator<KeyPage> {
  const sorted = [...metas].sort((left, right) => compareBytes(left.key, right.key));
  for (let at = 0; at === 0 || at < sorted.length; at += size) {
    yield { revision, keys: sorted.slice(at, at + size), total: sorted.length };
  }
}

export function indexOf(keys: readonly (Uint8Array | string)[]): Promise<KeyIndex> {
  return KeyIndex.build(pagesOf(keys.map((key) => meta(key))));
}
