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
    requireOurHost(request, isOurHost);
    const methods = methodsOf(request);
    if (!methods.includes(request.method)) {
      reply.header("allow", methods.join(", "));
      throw new Refusal("method_not_allowed", "etcdscope only reads: use GET or HEAD.");
    }
    if (isReveal(request) && !isFromOurPage(request, isOurHost)) throw foreignPage();
    if (isIndexing(request) && !isOwnOrigin(request, isOurHost)) throw foreignIndexing();
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

/** What begins and stops an index: work for the server and its source, and no change of either. */
function isIndexing({ routeOptions, url }: FastifyRequest): boolean {
  return (routeOptions.url ?? url) === decodeURIComponent(urls.index(":id"));
}

function methodsOf(request: FastifyRequest): readonly string[] {
  if (isReveal(request)) return ["POST"];
  return isIndexing(request) ? ["POST", "DELETE"] : ["GET", "HEAD"];
}

/**
 * A page of another origin cannot send a header of its own choice without asking first, and is not answered when it
 * asks. What browsers say of a request's origin must fit as well.
 */
function isFromOurPage(request: FastifyRequest, isOurHost: IsOurHost): boolean {
  return request.headers[revealHeader.name] === revealHeader.value && isOwnOrigin(request, isOurHost);
}

/** Browsers name the origin of whatever is not for reading; other programs name none. */
function isOwnOrigin({ headers }: FastifyRequest, isOurHost: IsOurHost): boolean {
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  return (
    (origin === undefined || (URL.canParse(origin) && isOurHost(new URL(origin).host))) &&
    (site === undefined || site === "same-origin")
  );
}

function requireOurHost(request: FastifyRequest, isOurHost: IsOurHost): void {
  if (hostHeaders(request) !== 1) throw notOneHost();
  if (!isOurHost(request.headers.host)) throw foreignHost();
}

/** Of two the one that is read here may not be the one that a proxy has looked at. */
function hostHeaders({ raw }: FastifyRequest): number {
  return raw.rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === "host").length;
}

function notOneHost(): Refusal {
  return new Refusal("invalid_request", "A request has exactly one Host header.");
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

function foreignIndexing(): Refusal {
  return new Refusal("host_not_allowed", "Only etcdscope's own page may ask for an index.");
}
