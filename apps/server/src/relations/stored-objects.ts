import { keyText, parseKeyRef } from "@etcdscope/contract";
import { type KeyIndex, SourceFault } from "@etcdscope/keyspace";
import { definitionsFolder, type Registry, type StoredObject, storedObjectOf } from "@etcdscope/kubernetes";
import type { ShowValue } from "../decoding/stored-value.ts";
import type { ExploredSource, ReadKey } from "../explorer/explored-source.ts";
import { Refusal } from "../explorer/refusal.ts";

/** Bytes of a value above which it is not read for its relations: no object of Kubernetes' own is larger. */
const largestDocument = 4 * 1024 * 1024;

/** What stands under a key: an object, something else, nothing, or what must not be read. */
export type Standing = StoredObject | "other" | "missing" | "forbidden";

export interface StoredObjectsParts {
  readonly source: ExploredSource;
  /** Secrets stay hidden: only names are read here. */
  readonly show: ShowValue;
  readonly revision: bigint;
  readonly index: KeyIndex | undefined;
  readonly signal: AbortSignal;
}

/** The objects of a source at one revision, each read once. */
export class StoredObjects {
  readonly index: KeyIndex | undefined;
  readonly signal: AbortSignal;
  readonly #parts: StoredObjectsParts;
  readonly #plurals = new Map<string, readonly string[]>();
  readonly #known = new Map<string, Promise<Standing>>();

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

  async #read(key: string): Promise<Standing> {
    const { source, revision, signal, show } = this.#parts;
    try {
      const read = await source.read(keyBytes(key), revision, signal);
      return storedObjectOf(documentOf(read, show)) ?? "other";
    } catch (error) {
      return standingOf(error);
    }
  }
}

function standingOf(error: unknown): "other" | "missing" | "forbidden" {
  if (error instanceof Refusal && error.code === "key_not_found") return "missing";
  if (error instanceof Refusal && error.code === "too_large") return "other";
  if (error instanceof SourceFault && error.code === "permission_denied") return "forbidden";
  throw error;
}

/** The document of a value as parsed JSON; `undefined` where it has none. */
export function documentOf({ kv }: ReadKey, show: ShowValue): unknown {
  if (kv.value.length > largestDocument)
    throw new Refusal("too_large", "The value is too large to look for names of other objects in it.");
  const text = show(kv.key, kv.value).document("json");
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    // A damaged document is written as far as it goes.
    return undefined;
  }
}

/** The bytes of a key that was made of names: these are text without control characters, or no key of Kubernetes'. */
export function keyBytes(key: string): Uint8Array {
  return parseKeyRef({ key }) ?? new Uint8Array(0);
}
