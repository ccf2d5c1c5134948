import {
  noParameters,
  type SourceAnswer,
  type SourceParameters,
  type SourcesAnswer,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { sourceAnswer } from "./answers.ts";
import type { AppParts } from "./parts.ts";

/** What sources there are, and how each of them is. */
export function sourcesRoutes(app: FastifyInstance, { explorer, version, masksSecrets }: AppParts): void {
  app.get("/api/v1/sources", { schema: { querystring: noParameters } }, (): SourcesAnswer => {
    const sources = explorer.sources.map((source) => sourceAnswer(source.status()));
    return { sources, version, masksSecrets };
  });

  app.get<{ Params: SourceParameters }>(
    "/api/v1/sources/:id",
    { schema: { params: sourceParameters, querystring: noParameters } },
    (request): SourceAnswer => sourceAnswer(explorer.source(request.params.id).status()),
  );
}
