import { type ChildrenAnswer, type KeyRef, keyRefOf } from "@etcdscope/contract";
import type { Query, QueryClient } from "@tanstack/react-query";
import type { ChildrenPage } from "../api/client.ts";
import { nameUnder } from "../level/level-windows.ts";
import { type LevelPages, renewedLevel } from "../level/renewed-level.ts";
import { refBytes, refId, refOfId, startsWith } from "../links/key-ref.ts";

/** Asks for a part of the level of a prefix. */
export type AskPart = (prefix: KeyRef, page: ChildrenPage) => Promise<ChildrenAnswer>;

/** What was told of a level and not read yet. */
interface Touched {
  readonly names: Map<string, Uint8Array>;
  revision: bigint;
}

export const isLevel = ({ queryKey }: Query): boolean => queryKey[2] === "children";

/** Keeps levels in the query cache up to date, and reads only those of their pages that changes touch. */
export class LevelRenewal {
  readonly #client: QueryClient;
  readonly #ask: AskPart;
  readonly #touched = new Map<Query, Touched>();

  constructor(client: QueryClient, ask: AskPart) {
    this.#client = client;
    this.#ask = ask;
  }

  /** Keys came or went, all of them up to a revision; those that are not of the level do not matter. */
  touched(query: Query, moved: readonly KeyRef[], revision: bigint): void {
    const prefix = prefixOf(query);
    const under = moved.filter((key) => startsWith(key, prefix));
    if (under.length === 0) return;
    const known = this.#touched.get(query);
    const touched = known ?? { names: new Map(), revision };
    const start = refBytes(prefix);
    for (const key of under) {
      const name = nameUnder(refBytes(key), start);
      touched.names.set(refId(keyRefOf(name)), name);
    }
    touched.revision = revision;
    if (known !== undefined) return;
    this.#touched.set(query, touched);
    void this.#renew(query, touched);
  }

  /** Changes that are told meanwhile are next: a level that changes all the time is read once at a time. */
  async #renew(query: Query, touched: Touched): Promise<void> {
    try {
      while (touched.names.size > 0) await this.#step(query, touched);
    } catch {
      // What is wrong is for the level's own query to find out, and to say.
      this.#readWhole(query);
    } finally {
      this.#touched.delete(query);
    }
  }

  async #step(query: Query, touched: Touched): Promise<void> {
    if (query.state.fetchStatus !== "idle") {
      await query.promise?.catch(() => undefined);
      return;
    }
    const { data } = query.state;
    const names = [...touched.names.values()];
    const { revision } = touched;
    touched.names.clear();
    if (!isPages(data) || !query.isActive() || !isCounted(data)) {
      this.#readWhole(query);
      return;
    }
    if (data.pages.every((page) => BigInt(page.revision) >= revision)) return;
    const after = await renewedLevel(data, names, revision, (page) => this.#ask(prefixOf(query), page));
    if (after === undefined) this.#readWhole(query);
    else if (query.state.data === data && query.state.fetchStatus === "idle")
      this.#client.setQueryData(query.queryKey, after);
    // Another page was loaded meanwhile: once more, with it.
    else for (const name of names) touched.names.set(refId(keyRefOf(name)), name);
  }

  #readWhole({ queryKey }: Query): void {
    void this.#client.invalidateQueries({ queryKey, exact: true });
  }
}

function prefixOf({ queryKey }: Query): KeyRef {
  const [, , , id] = queryKey;
  return typeof id === "string" ? refOfId(id) : { key: "" };
}

/** The cache's edge: what is kept under a level's key came from the level's query. */
const isPages = (data: unknown): data is LevelPages =>
  typeof data === "object" && data !== null && "pages" in data;

/** Only a level that is answered from an index can be read in part. */
const isCounted = ({ pages }: LevelPages): boolean => typeof pages.at(-1)?.total === "number";
