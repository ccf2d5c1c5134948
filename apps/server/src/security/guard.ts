import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "../explorer/refusal.ts";
import { securityHeaders } from "./headers.ts";

/** Puts the security headers on every answer, and refuses foreign hosts and every method that could change something. */
export function guard(app: FastifyInstance, isOurHost: (authority: string | undefined) => boolean): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders);
    if (isApi(request)) reply.header("cache-control", "no-store");
    if (!isOurHost(request.headers.host)) throw foreignHost();
    if (request.method !== "GET" && request.method !== "HEAD") {
      reply.header("allow", "GET, HEAD");
      throw new Refusal("method_not_allowed", "etcdscope only reads: use GET or HEAD.");
    }
  });
}

/** By its route: an address may be written with scheme and host before its path. */
export function isApi({ routeOptions, url }: FastifyRequest): boolean {
  return (routeOptions.url ?? url).startsWith("/api/");
}

function foreignHost(): Refusal {
  return new Refusal(
    "host_not_allowed",
    "etcdscope does not answer under this host name. Open the address that it printed at its start, or start it with --allow-host NAME:PORT.",
  );
}
