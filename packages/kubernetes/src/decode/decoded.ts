import type { FieldNode, Span } from "@etcdscope/codec";
import type { WriteDocument } from "../document/output.ts";

/** How stored bytes were understood. */
export interface Encoding {
  readonly id:
    | "kubernetes-protobuf"
    | "protobuf"
    | "json"
    | "cbor"
    | "number"
    | "text"
    | "encrypted"
    | "binary"
    | "empty";
  readonly apiVersion?: string;
  readonly kind?: string;
  /** Where the schema came from (`Kubernetes 1.36.4`); absent when read without one. */
  readonly schema?: string;
  /** Encryption at rest: the provider and the name of the key. */
  readonly provider?: string;
  readonly keyName?: string;
  readonly outcome: "ok" | "partial" | "failed";
  /** Why it is not `ok`, or why no schema was used. */
  readonly reason?: string;
  /** Where the first problem is. */
  readonly offset?: number;
  /** Bytes that belong to a named, understood field. */
  readonly explained: number;
}

/** Something about the bytes that is not as it should be. */
export interface DecodeProblem {
  readonly code: "damage" | "unknown-field";
  readonly message: string;
  readonly span: Span;
  /** Where it stands in the document, when it has a place there. */
  readonly path: string | null;
}

/** A stored value as it was understood. */
export interface Decoded {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  /** The whole value in stored order: the nodes tile it, and each node's children tile its payload. */
  readonly fields: readonly FieldNode[];
  /** In stored order; of very many, the first. */
  readonly problems: readonly DecodeProblem[];
  /** Writes the document to a writer; null where the value has none (text, binary, encrypted, no schema). */
  readonly write: WriteDocument | null;
}
