import {
  keyNameOf,
  type SourceParameters,
  sourceParameters,
  type ValueAnswer,
  type ValueParameters,
  valueParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import type { ValueReader } from "../decoding/stored-value.ts";
import type { ReadKey } from "../explorer/explored-source.ts";
import { untilGone } from "./aborted.ts";
import type { AppParts } from "./app.ts";
import { keyOf, revisionOf } from "./query.ts";

/** Milliseconds that a source may take to hand out one value. */
export const readDeadline = 15_000;

/** One key: its facts and what its bytes mean. */
export function valueRoute(app: FastifyInstance, { explorer, reader }: AppParts): void {
  app.get<{ Params: SourceParameters; Querystring: ValueParameters }>(
    "/api/v1/sources/:id/value",
    { schema: { params: sourceParameters, querystring: valueParameters } },
    async ({ params, query }, reply): Promise<ValueAnswer> => {
      const signal = untilGone(reply, readDeadline);
      const read = await explorer.source(params.id).read(keyOf(query), revisionOf(query), signal);
      return valueAnswer(read, reader, query);
    },
  );
}

function valueAnswer({ revision, kv }: ReadKey, reader: ValueReader, query: ValueParameters): ValueAnswer {
  const shown = reader.shown(kv.key, kv.value);
  const views = reader.views(kv.key, shown, {
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
