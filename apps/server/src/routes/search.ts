import {
  keyNameOf,
  pageLimits,
  type SearchAnswer,
  type SearchCoverageAnswer,
  type SearchParameters,
  type SourceParameters,
  searchParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import type { SearchCoverage, SearchResult } from "../explorer/key-searches.ts";
import { untilGone, withDeadline } from "./aborted.ts";
import type { AppParts } from "./parts.ts";
import { openedOf, prefixOf } from "./query.ts";
import { searchCursorOf, searchCursorText } from "./search-cursor.ts";

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
        opened: openedOf(query.opened),
        cursor: query.cursor === undefined ? undefined : searchCursorOf(query.cursor),
        limit: query.limit ?? pageLimits.usual,
        signal: withDeadline(untilGone(reply), deadline),
      });
      return searchAnswer(result);
    },
  );
}

function searchAnswer({ revision, found, coverage, next, ...counts }: SearchResult): SearchAnswer {
  return {
    revision: String(revision),
    matches: found.map(({ key, ranges }) => ({ ...keyNameOf(key), ranges })),
    ...counts,
    ...(coverage === undefined ? {} : { coverage: coverageAnswer(coverage) }),
    next: next === undefined ? null : searchCursorText(next),
  };
}

function coverageAnswer({ indexed, prefixes }: SearchCoverage): SearchCoverageAnswer {
  return {
    indexed: indexed ?? null,
    prefixes: prefixes.map(({ prefix, ...searched }) => ({ ...keyNameOf(prefix), ...searched })),
  };
}
