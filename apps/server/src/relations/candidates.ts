import { keyText } from "@etcdscope/contract";
import type { KeyIndex } from "@etcdscope/keyspace";
import { type Among, foldersOf, prefixesOf, type Registry } from "@etcdscope/kubernetes";
import { keyBytes } from "./stored-objects.ts";

/** Keys of objects that may have to do with another one, in the order of their prefixes. */
export interface Candidates {
  /** How many there are, those before `after` included. */
  readonly total: number;
  readonly keys: Iterable<string>;
}

/** Resources of which no object belongs to another by its owner, and which are no objects at all. */
const ownerless = new Set(["events", "masterleases", "ranges", "leases"]);
/** Resources, or groups of them, that one registry may have. */
const mostResources = 1000;
/** Names in one resource of the cluster's that begin alike. */
const mostOfCluster = 1000;

/** The keys that may be meant, behind the key `after`. */
export function candidatesOf(
  index: KeyIndex,
  registry: Registry,
  among: Among,
  after: string | undefined,
): Candidates {
  const prefixes = (among.kind === undefined ? anyFolders(index, registry) : kindFolders(registry, among))
    .map((folder) => `${folder}${among.namespace === undefined ? "" : `${among.namespace}/`}`)
    .map((folder) => `${folder}${among.namePrefix}`)
    .sort(byBytes);
  if (among.kind === undefined && among.namespace === undefined) return keysOfCluster(index, prefixes, after);
  const total = prefixes.reduce((sum, prefix) => sum + index.count(keyBytes(prefix)), 0);
  return { total, keys: keysUnder(index, prefixes, after) };
}

/** Without a namespace a name may begin like one: its keys are none of the whole cluster's. */
function keysOfCluster(index: KeyIndex, prefixes: readonly string[], after = ""): Candidates {
  const keys = prefixes
    .flatMap((prefix) => index.children(keyBytes(prefix), { limit: mostOfCluster }).children)
    .filter(({ isKey }) => isKey)
    .flatMap(({ key }) => keyText(key) ?? []);
  return { total: keys.length, keys: keys.filter((key) => byBytes(key, after) > 0) };
}

function kindFolders(registry: Registry, { group, kind = "", plural }: Among): string[] {
  return foldersOf(registry, { group, kind }, plural === undefined ? [] : [plural]);
}

/** The folders of all resources that there are, those in groups included. */
function anyFolders(index: KeyIndex, registry: Registry): string[] {
  return prefixesOf(registry).flatMap((prefix) =>
    foldersUnder(index, `${prefix}/`).flatMap(({ name, folder }) => {
      if (ownerless.has(name)) return [];
      const isGroup = name.includes(".") || name === "services";
      return isGroup ? foldersUnder(index, folder).map((inner) => inner.folder) : [folder];
    }),
  );
}

function foldersUnder(index: KeyIndex, prefix: string): { name: string; folder: string }[] {
  const { children } = index.children(keyBytes(prefix), { limit: mostResources });
  return children.flatMap(({ name, isPrefix }) => {
    const text = keyText(name);
    return isPrefix && text !== undefined ? [{ name: text, folder: `${prefix}${text}/` }] : [];
  });
}

function* keysUnder(index: KeyIndex, prefixes: readonly string[], after = ""): Generator<string> {
  for (const prefix of prefixes) {
    for (const { key } of index.entries(keyBytes(prefix), keyBytes(after))) {
      const text = keyText(key);
      if (text !== undefined) yield text;
    }
  }
}

/** The order of the keys themselves, which is not that of UTF-16. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(keyBytes(a), keyBytes(b));
}
