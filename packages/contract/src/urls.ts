import type { KeyRef } from "./key-ref.ts";

const root = "/api/v1";

function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

const ofSource = (id: string): string => `${root}/sources/${encodeURIComponent(id)}`;

/** Every address of the API, built in one place for client and tests. */
export const urls = {
  sources: (): string => `${root}/sources`,
  source: ofSource,
  /** To be asked for with POST, stopped with DELETE. */
  index: (id: string): string => `${ofSource(id)}/index`,
  children: (
    id: string,
    prefix: KeyRef,
    page: {
      limit?: number;
      cursor?: string;
      from?: string;
      until?: string;
      before?: string;
      around?: string;
      rev?: string;
    } = {},
  ): string => `${ofSource(id)}/children${query({ prefix: prefix.key, prefixb: prefix.keyb, ...page })}`,
  /** Keys that a pattern finds; `mode` is text, glob or regex, `opened` what is searched where there is no index. */
  search: (
    id: string,
    q: string,
    {
      prefix,
      ...more
    }: { mode?: string; prefix?: KeyRef; opened?: string; limit?: number; cursor?: string } = {},
  ): string => `${ofSource(id)}/search${query({ q, prefix: prefix?.key, prefixb: prefix?.keyb, ...more })}`,
  /** `fields: "always"` asks for the annotated trees, `text: "always"` for the document, of large values too; `layer` one of its layers; `guess` reads its wire otherwise. */
  value: (
    id: string,
    key: KeyRef,
    rev?: string,
    large: { fields?: "always"; text?: "always"; layer?: string; guess?: string } = {},
  ): string => `${ofSource(id)}/value${query({ ...key, rev, ...large })}`,
  /** Fields of a list that came in part: those of the field at a place (`0.3.17`), from an index on. */
  fields: (
    id: string,
    key: KeyRef,
    rev: string | undefined,
    part: { tree: "fields" | "wire"; at?: string; from: number; layer?: string; guess?: string },
  ): string => `${ofSource(id)}/fields${query({ ...key, rev, ...part })}`,
  /** The whole document as text. */
  document: (
    id: string,
    key: KeyRef,
    rev?: string,
    more: { form?: "json" | "yaml"; layer?: string } = {},
  ): string => `${ofSource(id)}/document${query({ ...key, rev, ...more })}`,
  bytes: (id: string, key: KeyRef, rev?: string, layer?: string): string =>
    `${ofSource(id)}/bytes${query({ ...key, rev, layer })}`,
  /** The cluster that the keys are of. */
  cluster: (id: string): string => `${ofSource(id)}/cluster`,
  leases: (id: string, limit?: number): string => `${ofSource(id)}/leases${query({ limit })}`,
  /** One lease, with the time it has left. */
  lease: (id: string, lease: string): string => `${ofSource(id)}/leases${query({ lease })}`,
  leaseKeys: (id: string, lease: string, page: { limit?: number; cursor?: string } = {}): string =>
    `${ofSource(id)}/leases/${lease}/keys${query(page)}`,
  /** `more` goes on with one relation. */
  relations: (
    id: string,
    key: KeyRef,
    rev?: string,
    more: { relation?: string; cursor?: string } = {},
  ): string => `${ofSource(id)}/relations${query({ ...key, rev, ...more })}`,
  /** Takes a body by POST, so that what is revealed is in no address. */
  reveal: (id: string): string => `${ofSource(id)}/reveal`,
  /** The live stream: `prefix` keeps other keys' changes out, `since` is the id of the last event seen. */
  events: (id: string, { prefix, since }: { prefix?: KeyRef; since?: string } = {}): string =>
    `${ofSource(id)}/events${query({ prefix: prefix?.key, prefixb: prefix?.keyb, since })}`,
};
