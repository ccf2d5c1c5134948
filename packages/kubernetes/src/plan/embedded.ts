import { type FieldNode, parseJson } from "@etcdscope/codec";

/** The nodes of a JSON text that a bytes field holds. */
export function embeddedFields(bytes: Uint8Array, start: number, end: number): readonly FieldNode[] {
  if (start === end) return [];
  return parseJson(bytes, start, end).nodes;
}
