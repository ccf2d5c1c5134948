import {
  type SourceParameters,
  sourceParameters,
  type ValueParameters,
  valueParameters,
} from "@etcdscope/contract";
import type { FastifyInstance, FastifyReply } from "fastify";
import { keyFacts } from "../decoding/value-answer.ts";
import type { JsonBody } from "../workers/value-tasks.ts";
import { untilGone, withDeadline } from "./aborted.ts";
import type { AppParts } from "./parts.ts";
import { guessesOf, keyOf, revisionOf } from "./query.ts";

/** Milliseconds that a source may take to hand out one value. */
export const readDeadline = 15_000;

/** One key: its facts and what its bytes mean, or what one of its layers does. */
export function valueRoute(app: FastifyInstance, { explorer, workers, canReveal }: AppParts): void {
  app.get<{ Params: SourceParameters; Querystring: ValueParameters }>(
    "/api/v1/sources/:id/value",
    { schema: { params: sourceParameters, querystring: valueParameters } },
    async ({ params, query }, reply) => {
      const guesses = guessesOf(query.guess);
      const signal = untilGone(reply);
      const { revision, kv } = await explorer
        .source(params.id)
        .read(keyOf(query), revisionOf(query), withDeadline(signal, readDeadline));
      const options = {
        allFields: query.fields === "always",
        allText: query.text === "always",
        isBounded: true,
        canReveal,
        ...(guesses !== undefined && { guesses }),
      };
      const stored = { key: kv.key, value: kv.value };
      const input = { stored, facts: keyFacts(revision, kv), layer: query.layer, options };
      return sendJson(reply, await workers.run("value", input, { signal, bytes: kv.value.length }));
    },
  );
}

/** Sends an answer that was made elsewhere. */
export function sendJson(reply: FastifyReply, { body }: JsonBody): FastifyReply {
  return reply.type("application/json; charset=utf-8").send(body);
}
