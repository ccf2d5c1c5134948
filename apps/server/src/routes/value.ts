import {
  keyNameOf,
  type SourceParameters,
  sourceParameters,
  type ValueAnswer,
  type ValueParameters,
  valueParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { type FoundLayer, findLayer, withinAnswers } from "../decoding/layer-answers.ts";
import type { ShownValue, ViewOptions } from "../decoding/stored-value.ts";
import type { ReadKey } from "../explorer/explored-source.ts";
import { untilGone } from "./aborted.ts";
import type { AppParts } from "./parts.ts";
import { guessesOf, keyOf, revisionOf } from "./query.ts";

/** Milliseconds that a source may take to hand out one value. */
export const readDeadline = 15_000;

/** One key: its facts and what its bytes mean, or what one of its layers does. */
export function valueRoute(app: FastifyInstance, { explorer, show, reveal }: AppParts): void {
  app.get<{ Params: SourceParameters; Querystring: ValueParameters }>(
    "/api/v1/sources/:id/value",
    { schema: { params: sourceParameters, querystring: valueParameters } },
    async ({ params, query }, reply): Promise<ValueAnswer> => {
      const guesses = guessesOf(query.guess);
      const signal = untilGone(reply, readDeadline);
      const read = await explorer.source(params.id).read(keyOf(query), revisionOf(query), signal);
      const shown = show(read.kv.key, read.kv.value);
      const layer = query.layer === undefined ? shown : findLayer(shown, query.layer);
      return valueAnswer(read, layer, { ...query, guesses, canReveal: reveal !== undefined });
    },
  );
}

interface AnswerOptions extends Pick<ValueParameters, "fields" | "text"> {
  readonly guesses?: ViewOptions["guesses"] | undefined;
  readonly canReveal: boolean;
}

/** A value, or a layer of it in its place, as the contract tells it. */
export function valueAnswer(
  { revision, kv }: ReadKey,
  shown: ShownValue | FoundLayer,
  { fields, text, guesses, canReveal }: AnswerOptions,
): ValueAnswer {
  const { value, opened } = "opened" in shown ? shown : { value: shown, opened: null };
  return {
    ...keyNameOf(kv.key),
    revision: String(revision),
    createRevision: String(kv.createRevision),
    modRevision: String(kv.modRevision),
    version: String(kv.version),
    lease: String(kv.lease),
    keySize: kv.key.length,
    size: kv.value.length,
    ...value.views({
      allFields: fields === "always",
      allText: text === "always",
      ...(guesses !== undefined && { guesses }),
    }),
    masked: value.masked,
    within: withinAnswers(value, opened?.layer ?? null),
    opened,
    canReveal,
  };
}
