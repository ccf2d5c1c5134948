import type { FastifyInstance } from "fastify";
import type { AppParts } from "./parts.ts";

/** Alive: the process answers. Ready: every source has an index to answer from, or is to be answered without one. */
export function healthRoutes(app: FastifyInstance, { explorer }: AppParts): void {
  app.get("/healthz", (_request, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));

  app.get("/readyz", (_request, reply) => {
    const sources = explorer.sources.map((source) => {
      const { id, state } = source.status();
      return { id, state };
    });
    const isReady = explorer.sources.every(
      (source) => source.index !== undefined || source.status().state === "unindexed",
    );
    return reply
      .code(isReady ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ status: isReady ? "ok" : "waiting", sources });
  });
}
