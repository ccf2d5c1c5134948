import {
  type RelationsAnswer,
  type RelationsParameters,
  relationsParameters,
  type SourceParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { findRelations } from "../relations/find-relations.ts";
import { untilGone } from "./aborted.ts";
import type { AppParts } from "./parts.ts";
import { keyOf, revisionOf } from "./query.ts";

/** Milliseconds that the source may take to hand out one of the objects. */
const readDeadline = 15_000;

/** What an object has to do with others. */
export function relationsRoute(app: FastifyInstance, { explorer, workers }: AppParts): void {
  app.get<{ Params: SourceParameters; Querystring: RelationsParameters }>(
    "/api/v1/sources/:id/relations",
    { schema: { params: sourceParameters, querystring: relationsParameters } },
    ({ params, query }, reply): Promise<RelationsAnswer> =>
      findRelations(explorer.source(params.id), workers, {
        key: keyOf(query),
        revision: revisionOf(query),
        relation: query.relation,
        cursor: query.cursor,
        signal: untilGone(reply),
        readTime: readDeadline,
      }),
  );
}
