import type { KeyRef, SpanPair, ValueAnswer } from "@etcdscope/contract";

/** What is picked out in every view alike: a field by its path, with the bytes that make it, or bytes alone. */
export interface Picked {
  readonly path?: string;
  /** In order, apart from each other; several where a list's or map's entries lie among other fields. */
  readonly spans: readonly SpanPair[];
}

/** What every view of a value is given. */
export interface ViewProps {
  readonly source: string;
  readonly keyRef: KeyRef;
  readonly value: ValueAnswer;
  /** The page stands at a fixed revision. */
  readonly pinned: boolean;
  readonly picked: Picked;
  readonly onPick: (picked: Picked) => void;
}
