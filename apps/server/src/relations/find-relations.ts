import { keyNameOf, keyText, type RelationAnswer, type RelationsAnswer } from "@etcdscope/contract";
import type { KeyIndex } from "@etcdscope/keyspace";
import { type Lookup, type Reference, type Relations, relationsOf } from "@etcdscope/kubernetes";
import type { ShowValue } from "../decoding/stored-value.ts";
import type { ExploredSource } from "../explorer/explored-source.ts";
import { Refusal } from "../explorer/refusal.ts";
import { type Cursor, cursorText, readCursor } from "./cursor.ts";
import { fewAtATime } from "./few.ts";
import { lookFurther, readAtATime } from "./lookups.ts";
import { relatedByReference } from "./references.ts";
import { documentOf, keyBytes, StoredObjects } from "./stored-objects.ts";

export interface RelationsRequest {
  readonly key: Uint8Array;
  readonly revision: bigint | undefined;
  /** One relation alone, and where to go on with it. */
  readonly relation?: string | undefined;
  readonly cursor?: string | undefined;
  readonly signal: AbortSignal;
}

export interface RelationLimits {
  /** Candidates of one relation that are looked at before somebody asks to look further. */
  readonly candidates: number;
  /** Milliseconds after which no more candidates are begun with. */
  readonly time: number;
}

const usualLimits: RelationLimits = { candidates: 200, time: 5000 };

/** A relation, and what it takes to find its objects. */
type Search = { readonly id: string } & (
  | { readonly references: readonly Reference[] }
  | { readonly lookup: Lookup }
);

/** What the object under a key has to do with others, at one revision. */
export async function findRelations(
  source: ExploredSource,
  show: ShowValue,
  request: RelationsRequest,
  limits: RelationLimits = usualLimits,
): Promise<RelationsAnswer> {
  const { key, signal } = request;
  const read = await source.read(key, request.revision, signal);
  const { revision } = read;
  const named = { ...keyNameOf(key), revision: String(revision) };
  const own = keyText(key);
  const relations = own === undefined ? undefined : relationsOf(own, documentOf(read, show));
  if (own === undefined || relations === undefined) return { ...named, relations: [], unsearched: null };
  const { index, unsearched } = await indexFor(source, relations, request.revision);
  const objects = new StoredObjects({ source, show, revision, index, signal });
  const until = performance.now() + limits.time;
  const seek = new Seeker({ objects, relations, own, limits, hasTime: () => performance.now() < until });
  const found: RelationAnswer[] = [];
  for (const search of searchesOf(relations, request.relation)) {
    const cursor = request.cursor === undefined ? undefined : readCursor(request.cursor);
    found.push(await seek.answer(search, cursor));
  }
  return { ...named, relations: found, unsearched };
}

/** The keys among which to look; none while they are not known, or where a past state has too many. */
async function indexFor(
  source: ExploredSource,
  { registry, lookups }: Relations,
  revision: bigint | undefined,
): Promise<{ index: KeyIndex | undefined; unsearched: RelationsAnswer["unsearched"] }> {
  try {
    const index = await source.keys(keyBytes(`${registry.prefix}/`), revision);
    return { index, unsearched: index === undefined && lookups.length > 0 ? "indexing" : null };
  } catch (error) {
    if (error instanceof Refusal && error.code === "too_large")
      return { index: undefined, unsearched: "too_large" };
    throw error;
  }
}

/** Every relation, what the document names first; or the one that is asked for. */
function searchesOf({ references, lookups }: Relations, only: string | undefined): Search[] {
  const named = new Set(references.map(({ relation }) => relation));
  const searches: Search[] = [
    ...[...named].map((id) => ({ id, references: references.filter(({ relation }) => relation === id) })),
    ...lookups.map((lookup) => ({ id: `${lookup.relation}:${lookup.among.kind ?? "*"}`, lookup })),
  ];
  if (only === undefined) return searches;
  const asked = searches.filter(({ id }) => id === only);
  if (asked.length === 0) throw new Refusal("invalid_request", "The object has no relation of that id.");
  return asked;
}

interface SeekerParts {
  readonly objects: StoredObjects;
  readonly relations: Relations;
  readonly own: string;
  readonly limits: RelationLimits;
  readonly hasTime: () => boolean;
}

class Seeker {
  readonly #parts: SeekerParts;

  constructor(parts: SeekerParts) {
    this.#parts = parts;
  }

  answer(search: Search, from: Cursor | undefined): Promise<RelationAnswer> {
    return "lookup" in search
      ? this.#looked(search.id, search.lookup, from)
      : this.#named(search.id, search.references, from?.looked ?? 0);
  }

  async #looked(id: string, lookup: Lookup, from: Cursor | undefined): Promise<RelationAnswer> {
    const { objects, relations, own, limits, hasTime } = this.#parts;
    const { registry } = relations;
    const { related, looked, total, last } = await lookFurther(objects, { registry, own }, lookup, {
      after: from?.after,
      looked: from?.looked ?? 0,
      most: limits.candidates,
      hasTime,
    });
    const next = last === undefined ? null : cursorText({ looked, after: last });
    const { relation, among } = lookup;
    return { id, relation, kind: among.kind ?? null, related, looked, total, next };
  }

  async #named(id: string, references: readonly Reference[], from: number): Promise<RelationAnswer> {
    const { objects, relations, limits } = this.#parts;
    const some = references.slice(from, from + limits.candidates);
    const found = await fewAtATime(some, readAtATime, (one) =>
      relatedByReference(objects, relations.registry, one),
    );
    const related = found.filter((one) => one !== undefined);
    const looked = from + some.length;
    const total = references.length;
    const next = looked < total ? cursorText({ looked, after: "" }) : null;
    return { id, relation: references[0]?.relation ?? "uses", kind: null, related, looked, total, next };
  }
}
