import { revealHeader, urls } from "@etcdscope/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "../explorer/refusal.ts";
import { securityHeaders } from "./headers.ts";

type IsOurHost = (authority: string | undefined) => boolean;

/** Puts the security headers on every answer, and refuses foreign hosts and every method that could change something. */
export function guard(app: FastifyInstance, isOurHost: IsOurHost): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders);
    if (isApi(request)) reply.header("cache-control", "no-store");
    if (!isOurHost(request.headers.host)) throw foreignHost();
    const methods = isReveal(request) ? ["POST"] : ["GET", "HEAD"];
    if (!methods.includes(request.method)) {
      reply.header("allow", methods.join(", "));
      throw new Refusal("method_not_allowed", "etcdscope only reads: use GET or HEAD.");
    }
    if (isReveal(request) && !isFromOurPage(request, isOurHost)) throw foreignPage();
  });
}

/** By its route: an address may be written with scheme and host before its path. */
export function isApi({ routeOptions, url }: FastifyRequest): boolean {
  return (routeOptions.url ?? url).startsWith("/api/");
}

/** The one question that takes a body, so that nothing of it stands in an address: it changes nothing either. */
function isReveal({ routeOptions, url }: FastifyRequest): boolean {
  return (routeOptions.url ?? url) === decodeURIComponent(urls.reveal(":id"));
}

/**
 * A page of another origin cannot send a header of its own choice without asking first, and is not answered when it
 * asks. What browsers say of a request's origin must fit as well.
 */
function isFromOurPage({ headers }: FastifyRequest, isOurHost: IsOurHost): boolean {
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  return (
    headers[revealHeader.name] === revealHeader.value &&
    (origin === undefined || (URL.canParse(origin) && isOurHost(new URL(origin).host))) &&
    (site === undefined || site === "same-origin")
  );
}

function foreignHost(): Refusal {
  return new Refusal(
    "host_not_allowed",
    "etcdscope does not answer under this host name. Open the address that it printed at its start, or start it with --allow-host NAME:PORT.",
  );
}

function foreignPage(): Refusal {
  return new Refusal("reveal_forbidden", "Only etcdscope's own page may ask for what is hidden.");
}
