import {
  keyNameOf,
  pageLimits,
  type SearchAnswer,
  type SearchParameters,
  type SourceParameters,
  searchParameters,
  sourceParameters,
  toBase64Url,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import type { SearchResult } from "../explorer/key-searches.ts";
import { untilGone } from "./aborted.ts";
import type { AppParts } from "./parts.ts";
import { cursorOf, prefixOf } from "./query.ts";

const deadline = 30_000;

/** Keys that a pattern finds. */
export function searchRoute(app: FastifyInstance, { explorer }: AppParts): void {
  app.get<{ Params: SourceParameters; Querystring: SearchParameters }>(
    "/api/v1/sources/:id/search",
    { schema: { params: sourceParameters, querystring: searchParameters } },
    async ({ params, query }, reply): Promise<SearchAnswer> => {
      const result = await explorer.source(params.id).search({
        text: query.q,
        mode: query.mode ?? "text",
        prefix: prefixOf(query),
        after: cursorOf(query.cursor),
        limit: query.limit ?? pageLimits.usual,
        signal: untilGone(reply, deadline),
      });
      return searchAnswer(result);
    },
  );
}

function searchAnswer({ revision, keys, isWhole }: SearchResult): SearchAnswer {
  const { found, total, searched, next } = keys;
  return {
    revision: String(revision),
    matches: found.map(({ key, ranges }) => ({ ...keyNameOf(key), ranges })),
    total,
    searched,
    isWhole,
    next: next === undefined ? null : toBase64Url(next),
  };
}
