import type { Span } from "@etcdscope/codec";
import type { EncodingAnswer, FactAnswer, NoteAnswer, ValueAnswer } from "@etcdscope/contract";
import type { ValueWithin } from "@etcdscope/kubernetes";
import type { MaskedBytes } from "../masking/mask.ts";
import type { FieldList } from "./field-answers.ts";
import type { WireGuesses } from "./wire-nodes.ts";

/** The part of a value's answer that comes out of its bytes. */
export type Views = Pick<
  ValueAnswer,
  | "encoding"
  | "json"
  | "jsonLength"
  | "jsonRanges"
  | "fields"
  | "fieldsMore"
  | "wire"
  | "wireMore"
  | "warnings"
  | "layers"
  | "documentLayer"
  | "allocations"
  | "notes"
  | "readings"
>;

/** What to make of large values, which otherwise wait until they are asked for. */
export interface ViewOptions {
  readonly allFields: boolean;
  readonly allText: boolean;
  /** Whether a very long document is cut, and very many fields come in parts: for answers that a browser takes. */
  readonly isBounded: boolean;
  /** What a person takes bytes without a schema for; of these bytes alone, not of the layers'. */
  readonly guesses?: WireGuesses;
}

/** Some of the fields of one list: those under the node at a place, from an index on. */
export interface TreePart {
  readonly tree: "fields" | "wire";
  /** The indices on the way to the node; none for the tree's own list. */
  readonly at: readonly number[];
  readonly from: number;
  readonly guesses?: WireGuesses | undefined;
}

/** A stored value as it may be shown: whatever is made of it is made of bytes in which secrets are hidden. */
export interface ShownValue extends MaskedBytes {
  readonly encoding: EncodingAnswer;
  /** What the value means beyond what it says. */
  readonly notes: readonly NoteAnswer[];
  views(options: ViewOptions): Views;
  /** Fields of a list that came in part; `undefined` where there is no such list, or it is hidden. */
  fieldsUnder(part: TreePart): FieldList | undefined;
  /** The document as text; null where the value has none. */
  document(form: "json" | "yaml"): string | null;
  /** What the bytes hold in another form, with its own secrets hidden. */
  readonly layers: readonly ShownLayer[];
  /** What its fields hold in another form; what is made from hidden bytes is only told. */
  within(): readonly ShownWithin[];
  /** The layer of that name: one of `layers`, or the first step of one within. */
  layer(name: string): LayerFound;
}

export interface ShownWithin extends ValueWithin {
  readonly isMasked: boolean;
}

/** A layer; `masked` where it is made from hidden bytes, `absent` where there is none of that name. */
export type LayerFound = ShownLayer | "masked" | "absent";

export interface ShownLayer {
  readonly name: string;
  readonly parent: Span;
  readonly provenance: string;
  /** The field that it was made from; null where it was all of the bytes, or a part that is no field. */
  readonly path: string | null;
  /** What was done to make it. */
  readonly step: string;
  readonly facts: readonly FactAnswer[];
  /** Whether the document of the whole value is this layer's. */
  readonly hasDocument: boolean;
  readonly value: ShownValue;
}

/** How stored bytes become what may be shown. */
export type ShowValue = (key: Uint8Array, stored: Uint8Array) => ShownValue;
