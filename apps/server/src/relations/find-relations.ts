import { keyNameOf, keyText, type RelationAnswer, type RelationsAnswer } from "@etcdscope/contract";
import type { KeyIndex } from "@etcdscope/keyspace";
import type { Reference } from "@etcdscope/kubernetes";
import type { ExploredSource } from "../explorer/explored-source.ts";
import { Refusal } from "../explorer/refusal.ts";
import type { StoredValue, ValueWorkers } from "../workers/value-tasks.ts";
import { type Cursor, cursorText, readCursor } from "./cursor.ts";
import { fewAtATime } from "./few.ts";
import { lookFurther, type PlacedLookup } from "./lookups.ts";
import { relatedByReference } from "./references.ts";
import type { FoundRelations } from "./stored-document.ts";
import { keyBytes, readAtATime, StoredObjects } from "./stored-objects.ts";

export interface RelationsRequest {
  readonly key: Uint8Array;
  readonly revision: bigint | undefined;
  /** One relation alone, and where to go on with it. */
  readonly relation?: string | undefined;
  readonly cursor?: string | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds that the source may take for one value. */
  readonly readTime: number;
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
  | { readonly lookup: PlacedLookup }
);

/** What the object under a key has to do with others, at one revision. */
export async function findRelations(
  source: ExploredSource,
  workers: ValueWorkers,
  request: RelationsRequest,
  limits: RelationLimits = usualLimits,
): Promise<RelationsAnswer> {
  const { key, signal } = request;
  const reading = (): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(request.readTime)]);
  const read = await source.read(key, request.revision, reading());
  const { revision } = read;
  const named = { ...keyNameOf(key), revision: String(revision) };
  const own = keyText(key);
  const stored = { key: read.kv.key, value: read.kv.value };
  const relations = await workers.run("relations", stored, { signal, bytes: stored.value.length });
  if (own === undefined || relations === undefined) return { ...named, relations: [], unsearched: null };
  const { index, unsearched } = await indexFor(source, relations, request.revision);
  const objects = new StoredObjects({ source, workers, revision, index, signal, reading });
  const until = performance.now() + limits.time;
  const seek = new Seeker({
    objects,
    relations,
    own,
    stored,
    limits,
    hasTime: () => performance.now() < until,
  });
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
  { registry, lookups }: FoundRelations,
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
function searchesOf({ references, lookups }: FoundRelations, only: string | undefined): Search[] {
  const named = new Set(references.map(({ relation }) => relation));
  const searches: Search[] = [
    ...[...named].map((id) => ({ id, references: references.filter(({ relation }) => relation === id) })),
    ...lookups.map((lookup, at) => ({
      id: `${lookup.relation}:${lookup.among.kind ?? "*"}`,
      lookup: { lookup, at },
    })),
  ];
  if (only === undefined) return searches;
  const asked = searches.filter(({ id }) => id === only);
  if (asked.length === 0) throw new Refusal("invalid_request", "The object has no relation of that id.");
  return asked;
}

interface SeekerParts {
  readonly objects: StoredObjects;
  readonly relations: FoundRelations;
  readonly own: string;
  readonly stored: StoredValue;
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

  async #looked(id: string, placed: PlacedLookup, from: Cursor | undefined): Promise<RelationAnswer> {
    const { objects, relations, own, stored, limits, hasTime } = this.#parts;
    const { registry } = relations;
    const { related, looked, total, last } = await lookFurther(objects, { registry, own, stored }, placed, {
      after: from?.after,
      looked: from?.looked ?? 0,
      most: limits.candidates,
      hasTime,
    });
    const next = last === undefined ? null : cursorText({ looked, after: last });
    const { relation, among } = placed.lookup;
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
