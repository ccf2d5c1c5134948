import { type KeyName, keyNameOf, type ValueAnswer } from "@etcdscope/contract";
import type { KeyValue } from "@etcdscope/keyspace";
import { type FoundLayer, withinAnswers } from "./layer-answers.ts";
import type { ShownValue, ViewOptions } from "./stored-value.ts";

/** What an answer tells of a key beside what its bytes mean. */
export type KeyFacts = KeyName &
  Pick<ValueAnswer, "revision" | "createRevision" | "modRevision" | "version" | "lease" | "keySize" | "size">;

/** The facts of a key that was read at a revision. */
export function keyFacts(revision: bigint, kv: KeyValue): KeyFacts {
  return {
    ...keyNameOf(kv.key),
    revision: String(revision),
    createRevision: String(kv.createRevision),
    modRevision: String(kv.modRevision),
    version: String(kv.version),
    lease: String(kv.lease),
    keySize: kv.key.length,
    size: kv.value.length,
  };
}

export interface ValueAnswerOptions extends ViewOptions {
  readonly canReveal: boolean;
}

/** A value, or a layer of it in its place, as the contract tells it. */
export function valueAnswer(
  facts: KeyFacts,
  shown: ShownValue | FoundLayer,
  { canReveal, ...options }: ValueAnswerOptions,
): ValueAnswer {
  const { value, opened } = "opened" in shown ? shown : { value: shown, opened: null };
  return {
    ...facts,
    ...value.views(options),
    masked: value.masked,
    within: withinAnswers(value, opened?.layer ?? null),
    opened,
    canReveal,
  };
}
