import type { KeyRef, SpanPair, ValueAnswer } from "@etcdscope/contract";

/** What is picked out in every view alike: a field by its path, or bytes by their span. */
export interface Picked {
  readonly path?: string;
  readonly span?: SpanPair;
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
