import { type FieldNode, parseCbor, parseJson } from "@etcdscope/codec";

/**
 * The nodes of the document that a bytes field holds: JSON text, or CBOR where the first byte can begin no JSON (a
 * map, or the tag of self-described CBOR; apimachinery tells them apart in the same way).
 */
export function embeddedFields(bytes: Uint8Array, start: number, end: number): readonly FieldNode[] {
  if (start === end) return [];
  const first = bytes[start] ?? 0;
  const isCbor = first === 0xd9 || (first >= 0xa0 && first <= 0xbf);
  return isCbor ? parseCbor(bytes, start, end) : parseJson(bytes, start, end).nodes;
}
