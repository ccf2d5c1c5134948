import { type KeyName, keyNameOf, type ValueAnswer, type WarningAnswer } from "@etcdscope/contract";
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

/** Values within a value that are listed. */
const mostWithin = 2000;

const withinCut = (all: number): WarningAnswer => ({
  code: "within_cut",
  message: `The value holds ${all} values in another form, of which the first ${mostWithin} are listed.`,
});

/** A value, or a layer of it in its place, as the contract tells it. */
export function valueAnswer(
  facts: KeyFacts,
  shown: ShownValue | FoundLayer,
  { canReveal, ...options }: ValueAnswerOptions,
): ValueAnswer {
  const { value, opened } = "opened" in shown ? shown : { value: shown, opened: null };
  const { warnings, ...views } = value.views(options);
  const within = withinAnswers(value, opened?.layer ?? null);
  const cut = within.length > mostWithin ? [withinCut(within.length)] : [];
  return {
    ...facts,
    ...views,
    warnings: [...warnings, ...cut],
    masked: value.masked,
    within: within.slice(0, mostWithin),
    opened,
    canReveal,
  };
}
