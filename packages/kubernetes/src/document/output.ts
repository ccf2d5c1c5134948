import type { DocumentWriter, FieldNode, Redact } from "@etcdscope/codec";

/** Where the bytes are read from and the document goes to. */
export interface Output {
  readonly bytes: Uint8Array;
  readonly writer: DocumentWriter;
  readonly redact: Redact | undefined;
}

/** Writes a document; absent where a value has none. */
export type WriteDocument = (writer: DocumentWriter, redact?: Redact) => void;

/** The last field of a number: on the wire, a later scalar replaces an earlier one. */
export function lastField(nodes: readonly FieldNode[], number: number): FieldNode | undefined {
  return nodes.findLast((node) => node.number === number && node.place !== "none");
}
