import type { FastifyInstance } from "fastify";

/** One line a request, with its route: an address holds keys, in its query or wherever somebody put them. */
export function logRequests(app: FastifyInstance): void {
  app.addHook("onResponse", async (request, reply) => {
    const milliseconds = Math.round(reply.elapsedTime);
    const route = request.routeOptions.url ?? "none";
    request.log.info({ method: request.method, route, status: reply.statusCode, milliseconds }, "answered");
  });
}
