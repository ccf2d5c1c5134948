import {
  fromBase64Url,
  mostOpened,
  parseKeyRef,
  parseOpened,
  parseWireGuesses,
  type WireGuessId,
} from "@etcdscope/contract";
import type { FastifySchemaValidationError } from "fastify";
import { Refusal } from "../explorer/refusal.ts";

/**
 * The parameters of an address, read strictly: a malformed escape would otherwise stay in the text and name
 * another key, and of a parameter given twice one would win in silence.
 */
export function parseQuery(url: string): Record<string, string> {
  const at = url.indexOf("?");
  const query: Record<string, string> = Object.create(null);
  if (at === -1) return query;
  for (const part of url.slice(at + 1).split("&")) {
    if (part === "") continue;
    const [name, value] = pairOf(part);
    if (name in query) throw new Refusal("invalid_request", `The parameter "${name}" is given twice.`);
    query[name] = value;
  }
  return query;
}

/**
 * The same parameters, with numbers in the place of those that a route's schema takes as such. A number is decimal
 * digits: what else a language may read as one (`1e2`, `0x10`, ` 10`, `1.0`) stays text, which the schema refuses.
 */
export function numbersOf(query: Record<string, string>, schema: unknown): Record<string, string | number> {
  const isNumber = (name: string): boolean =>
    isRecord(schema) && typeOf(schema["properties"], name) === "integer";
  const entries = Object.entries(query).map(([name, text]): [string, string | number] => [
    name,
    isNumber(name) && /^(0|[1-9][0-9]{0,14})$/.test(text) ? Number(text) : text,
  ]);
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

function typeOf(properties: unknown, name: string): unknown {
  const property = isRecord(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isRecord(property) ? property["type"] : undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function pairOf(part: string): [name: string, value: string] {
  const at = part.indexOf("=");
  return at === -1 ? [unescaped(part), ""] : [unescaped(part.slice(0, at)), unescaped(part.slice(at + 1))];
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new Refusal(
      "invalid_request",
      "The address has a % escape that is not UTF-8. Use keyb or prefixb for other bytes.",
    );
  }
}

/** The key that a request names. */
export function keyOf(query: { key?: string; keyb?: string }): Uint8Array {
  const key = bytesOf("key", query.key, query.keyb);
  if (key.length === 0)
    throw new Refusal("invalid_request", "A key has at least one byte: give key or keyb.");
  return key;
}

/** The prefix that a request names; the root when it names none. */
export function prefixOf(query: { prefix?: string; prefixb?: string }): Uint8Array {
  if (query.prefix === undefined && query.prefixb === undefined) return new Uint8Array(0);
  return bytesOf("prefix", query.prefix, query.prefixb);
}

function bytesOf(name: string, text: string | undefined, base64: string | undefined): Uint8Array {
  const bytes = parseKeyRef({ key: text, keyb: base64 });
  if (bytes === undefined) throw new Refusal("invalid_request", whyNot(name, text, base64));
  return bytes;
}

function whyNot(name: string, text: string | undefined, base64: string | undefined): string {
  if (text === undefined && base64 === undefined) return `Give ${name} (text) or ${name}b (base64url).`;
  if (text !== undefined && base64 !== undefined) return `Give ${name} or ${name}b, not both.`;
  return text === undefined
    ? `${name}b is not base64url without padding.`
    : `${name} holds a control character; give its bytes as ${name}b (base64url).`;
}

const largestRevision = 2n ** 63n - 1n;

/** The revision that a request names. */
export function revisionOf(query: { rev?: string }): bigint | undefined {
  if (query.rev === undefined) return undefined;
  const revision = BigInt(query.rev);
  if (revision > largestRevision) throw new Refusal("invalid_request", rules["rev"] ?? "");
  return revision;
}

/** The lease that a request names. */
export function leaseOf(text: string): bigint {
  const lease = BigInt(text);
  if (BigInt.asIntN(64, lease) !== lease) throw new Refusal("invalid_request", rules["lease"] ?? "");
  return lease;
}

/** What the asker has had last; the beginning when it names nothing. */
export function cursorOf(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new Refusal("invalid_request", rules["cursor"] ?? "");
  return bytes;
}

/** The prefixes that the asker has open. */
export function openedOf(text: string | undefined): readonly Uint8Array[] {
  if (text === undefined) return [];
  const prefixes = parseOpened(text);
  if (prefixes === undefined) throw new Refusal("invalid_request", rules["opened"] ?? "");
  return prefixes;
}

/** What a request takes bytes without a schema for. */
export function guessesOf(text: string | undefined): ReadonlyMap<number, WireGuessId> | undefined {
  if (text === undefined) return undefined;
  const guesses = parseWireGuesses(text);
  if (guesses === undefined) throw new Refusal("invalid_request", rules["guess"] ?? "");
  return guesses;
}

/** The name of a child: no slash is in one, but at the beginning of those at the root. */
export function nameOf(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  const bytes = fromBase64Url(text);
  if (bytes === undefined || bytes.indexOf(0x2f, 1) !== -1)
    throw new Refusal("invalid_request", "from, until, before and around take a child's name as base64url.");
  return bytes;
}

const base64urlRule = (name: string): string => `${name} must be base64url without padding.`;
const rules: Readonly<Record<string, string>> = {
  rev: "rev must be a revision: a decimal number from 1 to 9223372036854775807.",
  limit: "limit must be a whole number from 1 to 1000.",
  lease: "A lease is named by its id as a decimal number of 64 bits with a sign.",
  keyb: base64urlRule("keyb"),
  prefixb: base64urlRule("prefixb"),
  from: base64urlRule("from"),
  until: base64urlRule("until"),
  before: base64urlRule("before"),
  around: base64urlRule("around"),
  opened: `opened must be at most ${mostOpened} prefixes as base64url without padding, with dots between them.`,
  cursor: "cursor must be the `next` of an earlier answer.",
  q: "q must be a pattern of 1 to 1000 characters.",
  in: 'in can only be "keys".',
  mode: "mode must be text, glob or regex.",
  since: "since must be the id of an earlier event.",
  fields: 'fields can only be "always".',
  text: 'text can only be "always".',
  guess:
    "guess must name fields by their offset, each once, with what to take them for: 0x1c:text,0x40:bytes.",
};

/** A parameter that breaks its schema, in one sentence. */
export function ruleBroken(errors: readonly FastifySchemaValidationError[]): Error {
  const [error] = errors;
  const missing = error?.params["missingProperty"];
  const name = typeof missing === "string" ? missing : (error?.instancePath.slice(1) ?? "");
  const extra = error?.params["additionalProperty"];
  if (typeof extra === "string") return new Error(`There is no parameter "${extra}" here.`);
  if (name === "") return new Error("The body must be a JSON object.");
  return new Error(rules[name] ?? `The parameter "${name}" is not valid: ${error?.message ?? "unknown"}.`);
}
