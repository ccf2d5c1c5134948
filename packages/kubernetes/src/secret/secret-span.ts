import type { FieldNode, Span } from "@etcdscope/codec";

/**
 * How the bytes of a span are overwritten so that what is around them can still be read: each byte by an asterisk;
 * a varint with as many bytes as it had; fields of a group as other fields; a JSON literal as digits; a CBOR head and its
 * argument as a number of the same size.
 */
type Cover = "asterisks" | "varint" | "group" | "digits" | "cbor";

/** Bytes that are not to be shown, and their place in the document where they have one. */
export interface SecretSpan {
  readonly span: Span;
  readonly path: string | null;
  /** Asterisks, unless told. */
  readonly cover?: Cover;
  /** All of the value, because nobody can tell which part of it is secret. */
  readonly isUnread?: true;
}

/** The payload of a node, and how it is covered. */
export function secretSpan(node: FieldNode, path: string | null): SecretSpan {
  const span = { start: node.valueStart, end: node.valueEnd };
  const cover = coverOf(node);
  return { span, path, ...(cover === "asterisks" ? {} : { cover }) };
}

export function wholeSpan({ length }: Uint8Array): SecretSpan {
  return { span: { start: 0, end: length }, path: null, isUnread: true };
}

function coverOf({ wireType, type }: FieldNode): Cover {
  if (wireType !== null) return wireType === 0 ? "varint" : wireType === 3 ? "group" : "asterisks";
  if (type === "number" || type === "boolean" || type === "null") return "digits";
  return cborHeads.has(type) ? "cbor" : "asterisks";
}

const cborHeads: ReadonlySet<string> = new Set([
  "uint",
  "negint",
  "bool",
  "nil",
  "undefined",
  "float",
  "simple",
]);
