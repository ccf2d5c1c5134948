// @vitest-environment node
import type { ChildAnswer, ChildrenAnswer } from "@etcdscope/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChildrenPage } from "../api/client.ts";
import { childIn, childName, nameUnder } from "./level-windows.ts";
import { type LevelPages, renewedLevel } from "./renewed-level.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (part: string): string => Buffer.from(part, "base64url").toString();
const nameOf = (at: number): string => `n${String(at).padStart(5, "0")}`;

/** A level on a server: it answers parts, and counts what it is asked. */
class Level {
  readonly asked: ChildrenPage[] = [];
  names: string[];
  revision = 10n;
  /** Children that it gives at once. */
  readonly most: number;
  constructor(names: readonly string[], most = 1000) {
    this.names = [...names];
    this.most = most;
  }

  /** Puts or removes each, and says how they are called as bytes. */
  change(put: readonly string[], removed: readonly string[]): Uint8Array[] {
    this.revision++;
    const gone = new Set(removed);
    this.names = [...new Set([...this.names.filter((name) => !gone.has(name)), ...put])].sort();
    return [...put, ...removed].map(encode);
  }

  readonly ask = async (page: ChildrenPage): Promise<ChildrenAnswer> => {
    this.asked.push(page);
    return this.answer(page);
  };

  answer(page: ChildrenPage): ChildrenAnswer {
    const limit = Math.min(page.limit ?? 500, this.most);
    const first = this.#first(page, limit);
    const bound = page.before === undefined ? page.until && `${decode(page.until)}\0` : decode(page.before);
    const end = bound === undefined ? this.names.length : this.#place(bound);
    const children = this.names.slice(first, Math.min(end, first + limit)).map(childOf);
    const last = children.at(-1);
    const hasMore = first + children.length < (page.until === undefined ? this.names.length : end);
    return {
      revision: String(this.revision),
      children,
      total: this.names.length,
      ...(page.cursor === undefined && { before: first }),
      next: hasMore && last !== undefined ? Buffer.from(last.name).toString("base64url") : null,
    };
  }

  #first({ cursor, from, before, around }: ChildrenPage, limit: number): number {
    if (cursor !== undefined) return this.#place(`${decode(cursor)}\0`);
    if (from !== undefined) return this.#place(decode(from));
    if (around !== undefined) return Math.max(0, this.#place(decode(around)) - (limit >> 1));
    return before === undefined ? 0 : Math.max(0, this.#place(decode(before)) - limit);
  }

  #place(name: string): number {
    const at = this.names.findIndex((one) => one >= name);
    return at === -1 ? this.names.length : at;
  }
}

function childOf(name: string): ChildAnswer {
  return { name, key: `/many/${name}`, isKey: true, isPrefix: false, count: 1, countExact: true };
}

/** The pages that a person has loaded: from the beginning or around a child, and some on either side. */
function loaded(
  level: Level,
  limit: number,
  around: number | undefined,
  more: readonly ("next" | "previous")[],
): LevelPages {
  const middle =
    around === undefined
      ? undefined
      : Buffer.from(level.names[around % level.names.length]!).toString("base64url");
  const pages = [level.answer({ limit, ...(middle !== undefined && { around: middle }) })];
  for (const way of more) {
    const [first] = pages;
    const next = pages.at(-1)?.next;
    if (way === "next" && typeof next === "string") pages.push(level.answer({ limit, cursor: next }));
    if (way === "previous" && first !== undefined && (first.before ?? 0) > 0)
      pages.unshift(
        level.answer({ limit, before: Buffer.from(first.children[0]!.name).toString("base64url") }),
      );
  }
  return { pages, pageParams: pages.map(() => ({})) };
}

const namesIn = ({ pages }: LevelPages): string[] =>
  pages.flatMap(({ children }) => children.map(({ name }) => name));

/** What is loaded must be a run of the level as it is now, in its right place, with the right count. */
function expectTrue(after: LevelPages, level: Level): void {
  const names = namesIn(after);
  const before = after.pages[0]?.before ?? 0;
  expect(names).toEqual(level.names.slice(before, before + names.length));
  const last = after.pages.at(-1);
  expect(last?.total).toBe(level.names.length);
  expect(last?.next === null).toBe(before + names.length === level.names.length);
  for (const page of after.pages) expect(BigInt(page.revision)).toBe(level.revision);
}

const changes = fc.record({
  put: fc.array(fc.nat(400), { maxLength: 8 }),
  removed: fc.array(fc.nat(400), { maxLength: 8 }),
  all: fc.option(fc.tuple(fc.nat(400), fc.nat(400)), { freq: 6 }),
});

describe("a level that is brought up to date", () => {
  it("is what the server has, after any changes, from wherever it was loaded", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(400), { minLength: 1, maxLength: 200 }),
        fc.tuple(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 2, max: 60 })),
        fc.option(fc.nat(400), { nil: undefined }),
        fc.array(fc.constantFrom("next" as const, "previous" as const), { maxLength: 6 }),
        fc.array(changes, { minLength: 1, maxLength: 6 }),
        async (start, [limit, most], around, more, rounds) => {
          const level = new Level(start.map(nameOf).sort(), most);
          let pages = loaded(level, limit, around, more);
          for (const { put, removed, all } of rounds) {
            const [from, to] = all ?? [0, -1];
            const swept = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => nameOf(from + at));
            const names = level.change(put.map(nameOf), [...removed.map(nameOf), ...swept]);
            const after = await renewedLevel(pages, names, level.revision, level.ask);
            // All that was loaded is gone, and more is there: it is read from anew.
            if (after === undefined) {
              expect(namesIn(pages).filter((name) => level.names.includes(name))).toEqual([]);
              return;
            }
            expectTrue(after, level);
            pages = after;
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("stays so when several changes are told late, page by page", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { minLength: 2, maxLength: 5 }), async (rounds) => {
        const level = new Level(Array.from({ length: 200 }, (_, at) => nameOf(at * 2)));
        const pages = loaded(level, 30, 100, ["next", "previous"]);
        const names = rounds.flatMap(({ put, removed }) =>
          level.change(put.map(nameOf), removed.map(nameOf)),
        );
        const after = await renewedLevel(pages, names, level.revision, level.ask);
        if (after !== undefined) expectTrue(after, level);
      }),
      { numRuns: 200 },
    );
  });
});

describe("what is asked for", () => {
  const opened = (): { level: Level; pages: LevelPages } => {
    const level = new Level(Array.from({ length: 5000 }, (_, at) => nameOf(at * 10)));
    return { level, pages: loaded(level, 500, undefined, ["next", "next", "next"]) };
  };

  it("is the one page that a new child falls into", async () => {
    const { level, pages } = opened();
    const names = level.change([nameOf(7005)], []);
    const after = await renewedLevel(pages, names, level.revision, level.ask);
    expect(level.asked.map(({ from, until }) => [decode(from!), decode(until!)])).toEqual([
      [`${nameOf(4990)}\0`, nameOf(9990)],
    ]);
    expect(after?.pages.map(({ children }) => children.length)).toEqual([500, 501, 500, 500]);
    expect(after?.pages[2]?.children).toBe(pages.pages[2]?.children);
  });

  it("is only how much there is, where nothing that is loaded changed", async () => {
    const { level, pages } = opened();
    const names = level.change([nameOf(40_005)], [nameOf(45_000), nameOf(46_000)]);
    const after = await renewedLevel(pages, names, level.revision, level.ask);
    expect(level.asked).toEqual([{ from: "", limit: 1 }]);
    expect(after?.pages.at(-1)?.total).toBe(4999);
  });

  it("comes as more pages where a page no longer holds what came", async () => {
    const { level, pages } = opened();
    const names = level.change(
      Array.from({ length: 1800 }, (_, at) => `${nameOf(4990)}-${String(at).padStart(4, "0")}`),
      [],
    );
    const after = await renewedLevel(pages, names, level.revision, level.ask);
    expect(after?.pages.map(({ children }) => children.length)).toEqual([500, 1000, 1000, 300, 500, 500]);
    if (after !== undefined) expectTrue(after, level);
  });

  it("is nothing of a page that is newer than the change", async () => {
    const { level, pages } = opened();
    const names = level.change([nameOf(7005)], []);
    const newer = {
      ...pages,
      pages: pages.pages.map((page, at) => (at === 1 ? { ...page, revision: "99" } : page)),
    };
    await renewedLevel(newer, names, level.revision, level.ask);
    expect(level.asked).toEqual([{ from: "", limit: 1 }]);
  });

  it("cannot be answered without an index: the level is to be read whole", async () => {
    const { level, pages } = opened();
    const names = level.change([nameOf(7005)], []);
    const ask = async (page: ChildrenPage): Promise<ChildrenAnswer> => {
      const { before: _, ...answer } = level.answer(page);
      return { ...answer, total: null };
    };
    expect(await renewedLevel(pages, names, level.revision, ask)).toBeUndefined();
  });
});

describe("the names of a level", () => {
  it("end before the next slash, and begin with one at the root", () => {
    const under = (key: string, prefix: string): string =>
      Buffer.from(nameUnder(encode(key), encode(prefix))).toString();
    expect([under("/a/b/c", ""), under("/a/b/c", "/a/"), under("/a/", "/a/"), under("no-slash", "")]).toEqual(
      ["/a", "b", "", "no-slash"],
    );
  });

  it("tell whether a child is there only as far as they are loaded", () => {
    const level = new Level(Array.from({ length: 90 }, (_, at) => nameOf(at * 10)));
    const { pages } = loaded(level, 20, 45, []);
    const [first] = pages;
    const at = childName(first!.children[3]!);
    expect(childIn(pages, at)?.name).toBe(first!.children[3]!.name);
    expect(childIn(pages, encode(`${first!.children[3]!.name}x`))).toBeNull();
    expect(childIn(pages, encode(nameOf(0)))).toBeUndefined();
    expect(childIn(pages, encode(nameOf(890)))).toBeUndefined();
  });
});
