import type { Span } from "@etcdscope/codec";
import type { EncodingAnswer, ValueAnswer } from "@etcdscope/contract";
import type { MaskedBytes } from "../masking/mask.ts";

/** The part of a value's answer that comes out of its bytes. */
export type Views = Pick<
  ValueAnswer,
  | "encoding"
  | "json"
  | "jsonRanges"
  | "fields"
  | "wire"
  | "warnings"
  | "layers"
  | "documentLayer"
  | "allocations"
  | "notes"
>;

/** What to make of large values, which otherwise wait until they are asked for. */
export interface ViewOptions {
  readonly allFields: boolean;
  readonly allText: boolean;
}

/** A stored value as it may be shown: whatever is made of it is made of bytes in which secrets are hidden. */
export interface ShownValue extends MaskedBytes {
  readonly encoding: EncodingAnswer;
  views(options: ViewOptions): Views;
  /** The document as text; null where the value has none. */
  document(form: "json" | "yaml"): string | null;
  /** What the bytes hold in another form, with its own secrets hidden. */
  readonly layers: readonly ShownLayer[];
}

export interface ShownLayer {
  readonly name: string;
  readonly parent: Span;
  readonly provenance: string;
  /** Whether the document of the whole value is this layer's. */
  readonly hasDocument: boolean;
  readonly value: ShownValue;
}

/** How stored bytes become what may be shown. */
export type ShowValue = (key: Uint8Array, stored: Uint8Array) => ShownValue;
