import {
  type ChildrenAnswer,
  type ChildrenParameters,
  childrenParameters,
  pageLimits,
  type SourceParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { LevelPart } from "@etcdscope/keyspace";
import type { FastifyInstance } from "fastify";
import { Refusal } from "../explorer/refusal.ts";
import { untilGone, withDeadline } from "./aborted.ts";
import { childrenAnswer } from "./answers.ts";
import type { AppParts } from "./parts.ts";
import { cursorOf, nameOf, prefixOf, revisionOf } from "./query.ts";

const deadline = 30_000;

/** One level of the tree. */
export function childrenRoute(app: FastifyInstance, { explorer }: AppParts): void {
  app.get<{ Params: SourceParameters; Querystring: ChildrenParameters }>(
    "/api/v1/sources/:id/children",
    { schema: { params: sourceParameters, querystring: childrenParameters } },
    async ({ params, query }, reply): Promise<ChildrenAnswer> => {
      const level = await explorer.source(params.id).level({
        prefix: prefixOf(query),
        cursor: cursorOf(query.cursor),
        part: partOf(query),
        limit: query.limit ?? pageLimits.usual,
        revision: revisionOf(query),
        signal: withDeadline(untilGone(reply), deadline),
      });
      return childrenAnswer(level);
    },
  );
}

function partOf(query: ChildrenParameters): LevelPart | undefined {
  const [from, until, before, around] = [query.from, query.until, query.before, query.around].map(nameOf);
  const asked = [query.cursor, from, before, around].filter((one) => one !== undefined);
  if (asked.length > 1) throw new Refusal("invalid_request", "Give one of cursor, from, before and around.");
  if (until !== undefined && from === undefined) throw new Refusal("invalid_request", "until needs from.");
  if (from !== undefined) return { from, until };
  if (before !== undefined) return { before };
  return around === undefined ? undefined : { around };
}
