import type { Int64Text, KeyName, SpanPair } from "./answers.ts";

/** How the stored bytes were understood. */
export type EncodingId =
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

export interface EncodingAnswer {
  readonly id: EncodingId;
  readonly apiVersion?: string;
  readonly kind?: string;
  /** Where the schema came from (`Kubernetes 0.36.4`); absent when decoded without one. */
  readonly schema?: string;
  /** Encryption at rest. */
  readonly provider?: string;
  readonly keyName?: string;
  /** Of the provider's form: `v1`, or `v2` of kms. */
  readonly version?: string;
  /** `sealed`: encrypted, and no key that was given opens it. */
  readonly outcome: "ok" | "partial" | "failed" | "sealed";
  /** Why it is not `ok`, or why no schema was used. */
  readonly reason?: string;
  readonly offset?: number;
  /** Bytes that belong to a named, understood field, of all. */
  readonly explained: number;
}

/** One field of the stored bytes. Children tile their parent's value: no gap, no overlap. */
export interface FieldAnswer {
  /** The field's JSON name, an index, or null when no schema names it. */
  readonly name: string | null;
  readonly number?: number;
  readonly wireType?: string;
  /** The schema's type, or what was guessed. */
  readonly type?: string;
  /** Where it stands in the document (`spec.containers[0].image`); absent when it has no place there. */
  readonly path?: string;
  /** Tag, length and payload. */
  readonly span: SpanPair;
  /** Payload alone. */
  readonly value: SpanPair;
  /** A scalar as text, 64-bit exact. */
  readonly text?: string;
  /** What a value stands for: the name of an enum's value, the canonical form of a quantity (`= 512`). */
  readonly label?: string;
  readonly masked?: true;
  /** Why these bytes could not be decoded. */
  readonly problem?: string;
  readonly children?: readonly FieldAnswer[];
  /** Children that come behind those told here: the address of a value's fields gives them. */
  readonly more?: number;
}

/** Some of the fields of one list, and how many come behind them. */
export interface FieldsAnswer {
  readonly fields: readonly FieldAnswer[];
  readonly more: number;
}

/** Bytes that the server replaced by `*` in every view. */
export interface MaskedAnswer {
  readonly span: SpanPair;
  readonly size: number;
  /** Equal fingerprints mean equal bytes, within one run of the server. */
  readonly fingerprint: string;
  readonly path?: string;
}

export interface WarningAnswer {
  /** `damage`, `unknown-field`; `text_too_large`, `fields_too_large` where a view waits until it is asked for; `fields_in_parts`, `within_cut`, `more_problems` where not all is told. */
  readonly code: string;
  readonly message: string;
  readonly span?: SpanPair;
}

/** Bytes that the value holds in another form. All spans of theirs, but `parent`, are over these bytes. */
export interface LayerAnswer {
  /** `decrypted`; of a layer in a layer both names with a slash between them. */
  readonly name: string;
  readonly size: number;
  /** The bytes that it was made from, of the stored ones or of the layer that stands before the slash. */
  readonly parent: SpanPair;
  /** How it was made: `aescbc with key "key1"`. */
  readonly provenance: string;
  readonly encoding: EncodingAnswer;
  readonly fields: readonly FieldAnswer[] | null;
  readonly fieldsMore?: number;
  readonly wire: readonly FieldAnswer[] | null;
  readonly wireMore?: number;
  readonly masked: readonly MaskedAnswer[];
  readonly warnings: readonly WarningAnswer[];
}

/** What a value within a value is. */
export type WithinWhat =
  | "json"
  | "yaml"
  | "certificate"
  | "certificate-request"
  | "public-key"
  | "private-key"
  | "jwt"
  | "helm-release"
  | "docker-config"
  | "credentials"
  | "last-applied-configuration"
  | "kubeconfig"
  | "kubernetes-protobuf"
  | "gzip"
  | "zlib";

/** A value in another form that stands in a field: it can be asked for as a layer by its name. */
export interface WithinAnswer {
  readonly what: WithinWhat;
  /** The layer that the span is over; null for the stored bytes. */
  readonly in: string | null;
  /** The field in the document; absent where the whole bytes are meant. */
  readonly path?: string;
  /** The bytes that it is made from; of hidden ones the whole field. */
  readonly span: SpanPair;
  /** The name of the layer; null for what is told but not opened, as a private key. */
  readonly layer: string | null;
  /** The kind of a key and its length: `RSA 2048`. */
  readonly detail?: string;
  /** Its bytes are hidden: it can be opened only once they are revealed. */
  readonly masked?: true;
}

/** One step on the way to a layer, the first from the stored bytes. */
export interface StepAnswer {
  /** The layer's whole name. */
  readonly layer: string;
  /** What was done: `decrypted`, `base64`, `gzip`, or what the bytes were read as. */
  readonly step: string;
  /** The field that it was made from; absent where it was all of the bytes. */
  readonly path?: string;
  /** The bytes that it was made from, of the layer above. */
  readonly parent: SpanPair;
  readonly size: number;
}

/** What is told first of a certificate, a key or a token. Times are ISO 8601. */
export interface FactAnswer {
  readonly code:
    | "subject"
    | "issuer"
    | "altNames"
    | "notBefore"
    | "notAfter"
    | "serial"
    | "key"
    | "signature"
    | "authority"
    | "usage"
    | "fingerprint"
    | "algorithm"
    | "audience"
    | "issuedAt"
    | "expires"
    | "unverified";
  readonly text: string;
}

/** The layer that an answer is of. Its encoding, document, fields, masked parts and warnings stand in the answer. */
export interface OpenedAnswer {
  readonly layer: string;
  readonly size: number;
  /** The way from the stored bytes, the layer itself last. */
  readonly steps: readonly StepAnswer[];
  readonly facts: readonly FactAnswer[];
}

/** What was hidden, for as long as the asker keeps it. */
export interface RevealAnswer {
  readonly revision: Int64Text;
  readonly modRevision: Int64Text;
  /** Standard base64. */
  readonly bytes: string;
  /** The layer that was asked for. */
  readonly opened: ValueAnswer | null;
  /** The layer's bytes in standard base64. */
  readonly layerBytes: string | null;
}

export interface AllocationAnswer {
  /** The address or the port. */
  readonly value: string;
  /** Which of the range's, from 0 on. */
  readonly offset: number;
  /** The byte of the bitmap that holds its bit, and which bit of it, the lowest being 0. */
  readonly span: SpanPair;
  readonly bit: number;
}

/** What a range of service addresses, node ports or user ids (OpenShift) has given out. */
export interface AllocationsAnswer {
  readonly of: "addresses" | "ports" | "uids";
  readonly range: string;
  /** How many the range has to give, and how many of them are given out. */
  readonly total: number;
  readonly count: number;
  /** In ascending order; of very many, the first. */
  readonly allocated: readonly AllocationAnswer[];
}

/** What the value means beyond what it says. */
export interface NoteAnswer {
  readonly code: "compact_revision" | "quantities_restated";
  readonly message: string;
}

/** One way to read a whole value. */
export interface ReadingAnswer {
  readonly as:
    | "uint16-be"
    | "uint32-be"
    | "uint64-be"
    | "unix-s"
    | "unix-ms"
    | "unix-us"
    | "unix-ns"
    | "msgpack";
  /** A number in decimal, a time in RFC 3339, MessagePack as JSON. */
  readonly text: string;
}

export interface ValueAnswer extends KeyName {
  /** The revision at which this is true. */
  readonly revision: Int64Text;
  readonly createRevision: Int64Text;
  readonly modRevision: Int64Text;
  readonly version: Int64Text;
  readonly lease: Int64Text;
  readonly keySize: number;
  readonly size: number;
  readonly encoding: EncodingAnswer;
  /** The document as JSON text with exact numbers, two-space indent; null when there is none, or too large to send unasked. */
  readonly json: string | null;
  /** Of a document of which only the beginning is told, at whole lines: how many UTF-16 units it has in all. */
  readonly jsonLength?: number;
  /**
   * Text ranges in `json` by path, as UTF-16 offsets of the value: `[path, start, end]`. Kept back together with
   * `fields`.
   */
  readonly jsonRanges: readonly (readonly [path: string, start: number, end: number])[];
  /** The annotated tree over the stored bytes; null where too large to send unasked. */
  readonly fields: readonly FieldAnswer[] | null;
  /** Fields that come behind those of the tree's own list. */
  readonly fieldsMore?: number;
  /** The same bytes read without a schema; null where they are not protobuf. */
  readonly wire: readonly FieldAnswer[] | null;
  readonly wireMore?: number;
  readonly masked: readonly MaskedAnswer[];
  readonly warnings: readonly WarningAnswer[];
  /** What the stored bytes hold in another form. */
  readonly layers: readonly LayerAnswer[];
  /** The layer that the document is of; null when it is of the stored bytes. */
  readonly documentLayer: string | null;
  readonly allocations: AllocationsAnswer | null;
  readonly notes: readonly NoteAnswer[];
  /** What bytes of which nothing says what they are can be read as; absent where there is nothing. */
  readonly readings?: readonly ReadingAnswer[];
  /** What fields hold in another form. */
  readonly within: readonly WithinAnswer[];
  /** The layer that was asked for, and that this answer is of; null for the stored bytes. */
  readonly opened: OpenedAnswer | null;
  /** Whether what is masked can be revealed here: the operator may forbid it. */
  readonly canReveal: boolean;
}
