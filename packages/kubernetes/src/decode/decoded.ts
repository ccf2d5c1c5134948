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
    | "empty"
    | "yaml"
    | "certificate"
    | "certificate-request"
    | "public-key"
    | "jwt";
  readonly apiVersion?: string;
  readonly kind?: string;
  /** Where the schema came from (`Kubernetes 1.36.4`); absent when read without one. */
  readonly schema?: string;
  /** Encryption at rest: the provider and the name of the key. */
  readonly provider?: string;
  readonly keyName?: string;
  /** Of the provider's form: `v1`, or `v2` of kms. */
  readonly version?: string;
  /** `sealed`: encrypted, and no key that was given opens it. */
  readonly outcome: "ok" | "partial" | "failed" | "sealed";
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

/** A stored value as it was understood. Some of it is made when it is asked for: hand it on as it is, do not copy it. */
export interface Decoded {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  /** The whole value in stored order: the nodes tile it, and each node's children tile its payload. */
  readonly fields: readonly FieldNode[];
  /** In stored order; of very many, the first. */
  readonly problems: readonly DecodeProblem[];
  /**
   * Writes the document to a writer; null where the value has none (text, binary, no schema). That of a value with
   * layers is its layer's, and so are the nodes that a redaction is asked about: see {@link documentOf}.
   */
  readonly write: WriteDocument | null;
  /** What a number stands for, as the name of an enum's value; null where no schema has names. */
  readonly label: ((node: FieldNode) => string | null) | null;
  /** What a node says, where its bytes alone do not tell: of YAML, of DER. Absent where they do. */
  readonly text?: ((node: FieldNode) => string | null) | null;
  /** What the bytes hold in another form, such as the plaintext of an encrypted value. */
  readonly layers: readonly Layer[];
}

/** Bytes made from a part of a value. They have a byte space of their own: no span of theirs is one of the value's. */
export interface Layer {
  readonly name: "decrypted";
  readonly bytes: Uint8Array;
  /** The bytes of the value that they are made from. */
  readonly parent: Span;
  /** How they were made: `aescbc with key "key1"`. */
  readonly provenance: string;
  readonly decoded: Decoded;
}

/** The value or the layer of it whose bytes its document is written from. */
export function documentOf(decoded: Decoded): Decoded {
  const layer = decoded.layers.find(
    (one) => one.decoded.write !== null && one.decoded.write === decoded.write,
  );
  return layer === undefined ? decoded : documentOf(layer.decoded);
}
