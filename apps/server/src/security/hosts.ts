import { isIP } from "node:net";

/** Where the server listens, and the names it answers to besides. */
export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Further `NAME` or `NAME:PORT` that a tunnel or proxy puts into the Host header. */
  readonly alsoAs?: readonly string[];
}

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Says whether a Host header names this server. Without this check a foreign page could rebind its own name to
 * a loopback address and read every answer: the browser would take it for the same origin.
 */
export function hostCheck(listening: Listening): (authority: string | undefined) => boolean {
  const named = new Set([
    ...[...loopbackNames, inUrl(listening.host)].map((name) => withPort(name, listening.port)),
    ...(listening.alsoAs ?? []).map((name) => authorityOf(name, listening.port)),
  ]);
  return (authority) => {
    if (authority === undefined) return false;
    const exact = authorityOf(authority, 80);
    return named.has(exact) || (isWildcard(listening.host) && isAddressWithPort(exact, listening.port));
  };
}

/** The host as it stands in a URL: an IPv6 address in brackets. */
export function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host.toLowerCase();
}

/** Listening where nobody but this machine can reach. */
export function isLoopback(host: string): boolean {
  return loopbackNames.includes(inUrl(host)) || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Listening on every interface. */
export function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

const withPort = (name: string, port: number): string => `${name}:${port}`;

function authorityOf(text: string, port: number): string {
  const lower = text.toLowerCase();
  return /:\d+$/.test(lower) && !lower.endsWith("]") ? lower : withPort(lower, port);
}

/** An address cannot be rebound to another one: only names can. */
function isAddressWithPort(authority: string, port: number): boolean {
  const suffix = `:${port}`;
  if (!authority.endsWith(suffix)) return false;
  const host = authority.slice(0, -suffix.length);
  return isIP(host) === 4 || (host.startsWith("[") && isIP(host.slice(1, -1)) === 6);
}
