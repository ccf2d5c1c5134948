import { keyText, parseKeyRef } from "@etcdscope/contract";
import { type KeyIndex, SourceFault } from "@etcdscope/keyspace";
import { definitionsFolder, type Registry } from "@etcdscope/kubernetes";
import type { ExploredSource } from "../explorer/explored-source.ts";
import { Refusal } from "../explorer/refusal.ts";
import type { StoredValue, ValueWorkers } from "../workers/value-tasks.ts";
import { fewAtATime } from "./few.ts";
import { largestDocument, type MatchedObject, type StoredHead } from "./stored-document.ts";

/** What stands under a key: an object, something else, nothing, or what must not be read. */
export type Standing = StoredHead | Unread;
type Unread = "other" | "missing" | "forbidden";

/** Objects read at a time: a source has other askers, too. */
export const readAtATime = 6;

export interface StoredObjectsParts {
  readonly source: ExploredSource;
  readonly workers: ValueWorkers;
  readonly revision: bigint;
  readonly index: KeyIndex | undefined;
  readonly signal: AbortSignal;
  /** The same, for one reading of the source. */
  readonly reading: () => AbortSignal;
}

/** The objects of a source at one revision, each read once. */
export class StoredObjects {
  readonly index: KeyIndex | undefined;
  readonly signal: AbortSignal;
  readonly #parts: StoredObjectsParts;
  readonly #plurals = new Map<string, readonly string[]>();
  readonly #known = new Map<string, Promise<Standing>>();
  readonly #values = new Map<string, Promise<StoredValue | Unread>>();

  constructor(parts: StoredObjectsParts) {
    this.index = parts.index;
    this.signal = parts.signal;
    this.#parts = parts;
  }

  at(key: string): Promise<Standing> {
    const known = this.#known.get(key) ?? this.#read(key);
    this.#known.set(key, known);
    return known;
  }

  /** Whether a key exists; the index tells without reading, but of a key that it lacks only the source can. */
  async stands(key: string): Promise<"present" | "missing" | "forbidden"> {
    const meta = this.index?.get(keyBytes(key));
    if (meta !== undefined && meta.createRevision <= this.#parts.revision) return "present";
    const standing = await this.at(key);
    return standing === "missing" || standing === "forbidden" ? standing : "present";
  }

  /** The plurals of a group's kinds, by the names of their definitions. */
  plurals(registry: Registry, group: string): readonly string[] {
    const known = this.#plurals.get(group) ?? this.#findPlurals(registry, group);
    this.#plurals.set(group, known);
    return known;
  }

  #findPlurals(registry: Registry, group: string): string[] {
    if (this.index === undefined || !group.includes(".")) return [];
    const folder = definitionsFolder(registry);
    const end = `.${group}`;
    return [...this.index.entries(keyBytes(folder))]
      .map(({ key }) => keyText(key)?.slice(folder.length) ?? "")
      .filter((name) => name.endsWith(end))
      .map((name) => name.slice(0, -end.length));
  }

  /**
   * What the keys' objects have to do with the object `of`, by its lookup at that place; a result for each key, nothing
   * for those whose values cannot be read.
   */
  async matches(
    { of, at }: { of: StoredValue; at: number },
    keys: readonly string[],
  ): Promise<(MatchedObject | undefined)[]> {
    const { workers, signal } = this.#parts;
    const standing = await fewAtATime(keys, readAtATime, (key) => this.#stored(key));
    const candidates = standing.filter((one) => typeof one === "object");
    const found = new Map<StoredValue, MatchedObject | undefined>();
    for (const some of inBatches(candidates)) {
      const bytes = some.reduce((sum, { value }) => sum + value.length, of.value.length);
      const results = await workers.run("match", { of, at, candidates: some }, { signal, bytes });
      for (const [place, one] of some.entries()) found.set(one, results[place]);
    }
    return standing.map((one) => (typeof one === "object" ? found.get(one) : undefined));
  }

  async #read(key: string): Promise<Standing> {
    const { workers, signal } = this.#parts;
    const stored = await this.#stored(key);
    if (typeof stored === "string") return stored;
    try {
      return (await workers.run("object", stored, { signal, bytes: stored.value.length })) ?? "other";
    } catch (error) {
      return standingOf(error);
    }
  }

  #stored(key: string): Promise<StoredValue | Unread> {
    const known = this.#values.get(key) ?? this.#readValue(key);
    this.#values.set(key, known);
    return known;
  }

  async #readValue(key: string): Promise<StoredValue | Unread> {
    const { source, revision, reading } = this.#parts;
    try {
      const { kv } = await source.read(keyBytes(key), revision, reading());
      return kv.value.length > largestDocument ? "other" : { key: kv.key, value: kv.value };
    } catch (error) {
      return standingOf(error);
    }
  }
}

/** Values in lists of so many bytes that a list is a task of ordinary size. */
function* inBatches(values: readonly StoredValue[]): Generator<StoredValue[]> {
  let some: StoredValue[] = [];
  let bytes = 0;
  for (const one of values) {
    if (some.length > 0 && bytes + one.value.length > largestDocument) {
      yield some;
      some = [];
      bytes = 0;
    }
    some.push(one);
    bytes += one.value.length;
  }
  if (some.length > 0) yield some;
}

function standingOf(error: unknown): Unread {
  if (error instanceof Refusal && error.code === "key_not_found") return "missing";
  if (error instanceof Refusal && (error.code === "too_large" || error.code === "took_too_long"))
    return "other";
  if (error instanceof SourceFault && error.code === "permission_denied") return "forbidden";
  throw error;
}

/** The bytes of a key that was made of names: these are text without control characters, or no key of Kubernetes'. */
export function keyBytes(key: string): Uint8Array {
  return parseKeyRef({ key }) ?? new Uint8Array(0);
}
