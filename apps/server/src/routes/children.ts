import {
  type ChildrenAnswer,
  type ChildrenParameters,
  childrenParameters,
  pageLimits,
  type SourceParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { untilGone } from "./aborted.ts";
import { childrenAnswer } from "./answers.ts";
import type { AppParts } from "./app.ts";
import { cursorOf, prefixOf, revisionOf } from "./query.ts";

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
        limit: query.limit ?? pageLimits.usual,
        revision: revisionOf(query),
        signal: untilGone(reply, deadline),
      });
      return childrenAnswer(level);
    },
  );
}
