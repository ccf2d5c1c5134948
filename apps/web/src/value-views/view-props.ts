import type { KeyRef, SpanPair, ValueAnswer } from "@etcdscope/contract";

/** What is picked out in every view alike: a field by its path, with the bytes that make it, or bytes alone. */
export interface Picked {
  readonly path?: string;
  /** In order, apart from each other; several where a list's or map's entries lie among other fields. */
  readonly spans: readonly SpanPair[];
}

/** A value, or one of its layers in place of its stored bytes. */
export interface ShownValue extends ValueAnswer {
  /** The layer's name; absent for the stored bytes. */
  readonly layer?: string;
  /** The bytes themselves, where they are not to be asked for. */
  readonly bytes?: Uint8Array;
  /** Bytes to be shown in place of masked ones, by the layer that they are of; "" for the stored bytes. */
  readonly overlays?: ReadonlyMap<string, readonly Overlay[]>;
}

/** Bytes that stand in place of others from an offset on. */
export interface Overlay {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** What every view of a value is given. */
export interface ViewProps {
  readonly source: string;
  readonly keyRef: KeyRef;
  readonly value: ShownValue;
  /** The page stands at a fixed revision. */
  readonly pinned: boolean;
  readonly picked: Picked;
  readonly onPick: (picked: Picked) => void;
  /** What the address takes bytes without a schema for. */
  readonly guess: string | undefined;
  readonly onGuess: (guess: string | undefined) => void;
}
