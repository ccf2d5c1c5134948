import {
  keyNameOf,
  type SourceParameters,
  sourceParameters,
  type ValueAnswer,
  type ValueParameters,
  valueParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import type { ShowValue } from "../decoding/stored-value.ts";
import type { ReadKey } from "../explorer/explored-source.ts";
import { untilGone } from "./aborted.ts";
import type { AppParts } from "./app.ts";
import { keyOf, revisionOf } from "./query.ts";

/** Milliseconds that a source may take to hand out one value. */
export const readDeadline = 15_000;

/** One key: its facts and what its bytes mean. */
export function valueRoute(app: FastifyInstance, { explorer, show }: AppParts): void {
  app.get<{ Params: SourceParameters; Querystring: ValueParameters }>(
    "/api/v1/sources/:id/value",
    { schema: { params: sourceParameters, querystring: valueParameters } },
    async ({ params, query }, reply): Promise<ValueAnswer> => {
      const signal = untilGone(reply, readDeadline);
      const read = await explorer.source(params.id).read(keyOf(query), revisionOf(query), signal);
      return valueAnswer(read, show, query);
    },
  );
}

function valueAnswer({ revision, kv }: ReadKey, show: ShowValue, query: ValueParameters): ValueAnswer {
  const shown = show(kv.key, kv.value);
  const views = shown.views({
    allFields: query.fields === "always",
    allText: query.text === "always",
  });
  return {
    ...keyNameOf(kv.key),
    revision: String(revision),
    createRevision: String(kv.createRevision),
    modRevision: String(kv.modRevision),
    version: String(kv.version),
    lease: String(kv.lease),
    keySize: kv.key.length,
    size: kv.value.length,
    ...views,
    masked: shown.masked,
  };
}
