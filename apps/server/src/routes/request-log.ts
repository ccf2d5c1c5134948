import type { FastifyInstance } from "fastify";

/** One line a request: never a query string, for it holds keys. */
export function logRequests(app: FastifyInstance): void {
  app.addHook("onResponse", async (request, reply) => {
    const [path] = request.url.split("?", 1);
    const milliseconds = Math.round(reply.elapsedTime);
    request.log.info({ method: request.method, path, status: reply.statusCode, milliseconds }, "answered");
  });
}
