import type { FieldsAnswer, MaskedAnswer, RevealAnswer } from "@etcdscope/contract";
import { findLayer } from "../decoding/layer-answers.ts";
import type { ShownValue, ShowValue, TreePart } from "../decoding/stored-value.ts";
import { type KeyFacts, type ValueAnswerOptions, valueAnswer } from "../decoding/value-answer.ts";
import { Refusal } from "../explorer/refusal.ts";
import type { HiddenPart } from "../masking/reveal.ts";
import {
  documentRelations,
  type FoundRelations,
  type MatchedObject,
  matchesOf,
  objectHead,
  type StoredHead,
} from "../relations/stored-document.ts";
import type { TaskTable, Workers } from "./task.ts";
import type { ValueTools } from "./value-tools.ts";

/** Bytes as they are stored under a key. */
export interface StoredValue {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** JSON as UTF-8: an answer made to be sent as it is, so that the serving thread has nothing to do with its size. */
export interface JsonBody {
  readonly body: Uint8Array;
}

/** Everything that is made of stored values for an answer. */
export type ValueTasks = {
  /** A `ValueAnswer`, of the layer of that name where one is given. */
  readonly value: {
    readonly input: {
      readonly stored: StoredValue;
      readonly facts: KeyFacts;
      readonly layer?: string | undefined;
      readonly options: ValueAnswerOptions;
    };
    readonly output: JsonBody;
  };
  /** A `FieldsAnswer`. */
  readonly fields: {
    readonly input: {
      readonly stored: StoredValue;
      readonly layer?: string | undefined;
      readonly part: TreePart;
    };
    readonly output: JsonBody;
  };
  /** The whole document as text in UTF-8. */
  readonly document: {
    readonly input: {
      readonly stored: StoredValue;
      readonly layer?: string | undefined;
      readonly form: "json" | "yaml";
    };
    readonly output: { readonly bytes: Uint8Array };
  };
  /** The stored bytes as they may be shown, or those of a layer. */
  readonly bytes: {
    readonly input: { readonly stored: StoredValue; readonly layer?: string | undefined };
    readonly output: { readonly bytes: Uint8Array; readonly masked: readonly MaskedAnswer[] };
  };
  /** A `RevealAnswer`. */
  readonly reveal: {
    readonly input: {
      readonly stored: StoredValue;
      readonly facts: KeyFacts;
      readonly part: HiddenPart;
    };
    readonly output: JsonBody;
  };
  /** What an object's document says of others; `undefined` where it is no object under its own key. */
  readonly relations: {
    readonly input: StoredValue;
    readonly output: FoundRelations | undefined;
  };
  /** What names a stored object; `undefined` where it is none. */
  readonly object: { readonly input: StoredValue; readonly output: StoredHead | undefined };
  /** Of candidates, one result each, those that one of an object's lookups (by its place among them) takes. */
  readonly match: {
    readonly input: {
      readonly of: StoredValue;
      readonly at: number;
      readonly candidates: readonly StoredValue[];
    };
    readonly output: readonly (MatchedObject | undefined)[];
  };
};

export type ValueWorkers = Workers<ValueTasks>;

export const valueTasks: TaskTable<ValueTasks, ValueTools> = {
  value: ({ show }, { stored, facts, layer, options }) => {
    const shown = show(stored.key, stored.value);
    const answer = valueAnswer(facts, layer === undefined ? shown : findLayer(shown, layer), options);
    return jsonBody(answer);
  },
  fields: ({ show }, { part, ...of }) => {
    const answer: FieldsAnswer | undefined = shownIn(show, of).fieldsUnder(part);
    if (answer === undefined) throw new Refusal("not_found", "The value has no fields at this place.");
    return jsonBody(answer);
  },
  document: ({ show }, { form, ...of }) => {
    const text = shownIn(show, of).document(form);
    if (text === null) throw new Refusal("not_found", "The value has no document.");
    return { bytes: new TextEncoder().encode(text) };
  },
  bytes: ({ show }, of) => {
    const { bytes, masked } = shownIn(show, of);
    return { bytes: new Uint8Array(bytes), masked };
  },
  reveal: ({ reveal }, { stored, facts, part }) => {
    const { bytes, layer } = reveal(stored.key, stored.value, part);
    const answer: RevealAnswer = {
      revision: facts.revision,
      modRevision: facts.modRevision,
      bytes: base64(bytes),
      opened: layer === null ? null : valueAnswer(facts, layer, wholeLayer),
      layerBytes: layer === null ? null : base64(layer.value.bytes),
    };
    return jsonBody(answer);
  },
  relations: ({ show }, stored) => documentRelations(stored, show),
  object: ({ show }, stored) => objectHead(stored, show),
  match: ({ show }, input) => matchesOf(input, show),
};

/** A layer of hidden bytes comes at once: nothing of it can be asked for by its address. */
const wholeLayer: ValueAnswerOptions = { allFields: true, allText: true, isBounded: true, canReveal: true };

/** A value as it may be shown, or the layer of it that is meant. */
function shownIn(
  show: ShowValue,
  { stored, layer }: { readonly stored: StoredValue; readonly layer?: string | undefined },
): ShownValue {
  const shown = show(stored.key, stored.value);
  return layer === undefined ? shown : findLayer(shown, layer).value;
}

const jsonBody = (answer: unknown): JsonBody => ({ body: new TextEncoder().encode(JSON.stringify(answer)) });

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
