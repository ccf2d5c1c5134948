import type { FieldNode, Span } from "@etcdscope/codec";

/** Bytes that are not to be shown, and their place in the document where they have one. */
export interface SecretSpan {
  readonly span: Span;
  readonly path: string | null;
}

/** The payload of a node. */
export function payloadOf({ valueStart, valueEnd }: FieldNode): Span {
  return { start: valueStart, end: valueEnd };
}

/**
 * The payloads of a field that no schema names. Of a number of several bytes only the last one is taken: another
 * byte in place of the others would end the number early and shift what follows.
 */
export function unknownSpans(node: FieldNode): SecretSpan[] {
  if (node.name !== null) return [];
  if (node.wireType === 3) return (node.children ?? []).flatMap(unknownSpans);
  const { start, end } = payloadOf(node);
  return [{ span: { start: node.wireType === 0 ? end - 1 : start, end }, path: null }];
}
