import type { FastifyInstance } from "fastify";
import type { AppParts } from "./app.ts";

/** Alive: the process answers. Ready: every source has an index to answer from. */
export function healthRoutes(app: FastifyInstance, { explorer }: AppParts): void {
  app.get("/healthz", (_request, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));

  app.get("/readyz", (_request, reply) => {
    const sources = explorer.sources.map((source) => {
      const { id, state } = source.status();
      return { id, state };
    });
    const isReady = explorer.sources.every(({ index }) => index !== undefined);
    return reply
      .code(isReady ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ status: isReady ? "ok" : "waiting", sources });
  });
}
