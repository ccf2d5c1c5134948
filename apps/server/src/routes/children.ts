import {
  type ChildrenAnswer,
  type ChildrenParameters,
  childrenParameters,
  fromBase64Url,
  pageLimits,
  type SourceParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { Refusal } from "../explorer/refusal.ts";
import { untilGone } from "./aborted.ts";
import { childrenAnswer } from "./answers.ts";
import type { AppParts } from "./app.ts";
import { prefixOf, revisionOf } from "./query.ts";

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

/** The name of the last child that the asker has. */
function cursorOf(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  const bytes = fromBase64Url(text);
  if (bytes === undefined)
    throw new Refusal("invalid_request", "cursor must be the `next` of an earlier answer.");
  return bytes;
}
