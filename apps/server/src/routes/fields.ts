import {
  type FieldsParameters,
  fieldsParameters,
  type SourceParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { untilGone, withDeadline } from "./aborted.ts";
import type { AppParts } from "./parts.ts";
import { guessesOf, keyOf, revisionOf } from "./query.ts";
import { readDeadline, sendJson } from "./value.ts";

/** Fields of one list of a value that came in part. */
export function fieldsRoute(app: FastifyInstance, { explorer, workers }: AppParts): void {
  app.get<{ Params: SourceParameters; Querystring: FieldsParameters }>(
    "/api/v1/sources/:id/fields",
    { schema: { params: sourceParameters, querystring: fieldsParameters } },
    async ({ params, query }, reply) => {
      const { tree = "fields", at, from = 0, layer } = query;
      const part = { tree, at: placeOf(at), from, guesses: guessesOf(query.guess) };
      const signal = untilGone(reply);
      const { kv } = await explorer
        .source(params.id)
        .read(keyOf(query), revisionOf(query), withDeadline(signal, readDeadline));
      const input = { stored: { key: kv.key, value: kv.value }, layer, part };
      return sendJson(reply, await workers.run("fields", input, { signal, bytes: kv.value.length }));
    },
  );
}

const placeOf = (at: string | undefined): number[] => (at === undefined ? [] : at.split(".").map(Number));
