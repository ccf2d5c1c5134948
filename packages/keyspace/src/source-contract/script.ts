import type { KeySource } from "../source/source.ts";

/** One change to a keyspace, each in a revision of its own (a compaction takes none). */
export type ContractStep =
  | { readonly type: "put"; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly type: "delete"; readonly key: Uint8Array }
  /** Forgets what was before the revision that the given earlier step of the same script made. */
  | { readonly type: "compact"; readonly toStep: number };

/** A source over a keyspace that held nothing before the script ran. */
export interface PreparedSource {
  readonly source: KeySource;
  /** Newest revision after each step of the script. */
  readonly revisions: readonly bigint[];
  /** Runs more steps while the source is open; absent where a source cannot change. Answers like `revisions`. */
  readonly change?: (script: readonly ContractStep[]) => Promise<readonly bigint[]>;
}

/** Runs the script against an empty keyspace and opens a source over it. Who provides it cleans up as well. */
export type PrepareSource = (script: readonly ContractStep[]) => Promise<PreparedSource>;

/** Bytes by name, for scripts that read easily: characters up to U+00FF, one byte each. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function put(key: string | Uint8Array, value: string | Uint8Array): ContractStep {
  return { type: "put", key: asBytes(key), value: asBytes(value) };
}

export function remove(key: string | Uint8Array): ContractStep {
  return { type: "delete", key: asBytes(key) };
}

export function compact(toStep: number): ContractStep {
  return { type: "compact", toStep };
}

function asBytes(text: string | Uint8Array): Uint8Array {
  return typeof text === "string" ? bytesOf(text) : text;
}
