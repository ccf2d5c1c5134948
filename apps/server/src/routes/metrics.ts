import type { FastifyInstance } from "fastify";
import { contentType } from "../metrics/exposition.ts";
import type { AppParts } from "./parts.ts";

/** Figures for Prometheus. */
export function metricsRoute(app: FastifyInstance, { explorer, metrics }: AppParts): void {
  app.get("/metrics", (_request, reply) =>
    reply.header("cache-control", "no-store").type(contentType).send(metrics.text(explorer.sources)),
  );
}
