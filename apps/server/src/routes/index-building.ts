import {
  noParameters,
  type SourceAnswer,
  type SourceParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { sourceAnswer } from "./answers.ts";
import type { AppParts } from "./parts.ts";

const schema = { params: sourceParameters, querystring: noParameters };

/** Begins to build a source's index, or stops it: the one thing that can be asked for but answers. */
export function indexRoutes(app: FastifyInstance, { explorer }: AppParts): void {
  app.post<{ Params: SourceParameters }>(
    "/api/v1/sources/:id/index",
    { schema },
    ({ params }): SourceAnswer => {
      const source = explorer.source(params.id);
      source.buildIndex();
      return sourceAnswer(source.status());
    },
  );

  app.delete<{ Params: SourceParameters }>(
    "/api/v1/sources/:id/index",
    { schema },
    ({ params }): SourceAnswer => {
      const source = explorer.source(params.id);
      source.stopIndexing();
      return sourceAnswer(source.status());
    },
  );
}
