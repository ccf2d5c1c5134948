/** One value to decode. */
export interface Stored {
  /** The key it was stored under, where the input says. */
  readonly key: Uint8Array | undefined;
  readonly value: Uint8Array;
}

/** What an input was recognised as, and what it holds. */
export interface Recognised {
  /** For a person: `the output of "etcdctl get -w json"`. */
  readonly form: string;
  readonly stored: readonly Stored[];
}

/** Recognises one form of input; null for what is not of that form. */
export type Recogniser = (input: Uint8Array) => Recognised | null;
