import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { compareBytes, startsWith } from "../bytes/order.ts";
import { bytes, indexOf, meta, text } from "../key-index/key-index.testing.ts";
import { PatternFault } from "./pattern.ts";
import { type FoundKeys, type KeySearchOptions, searchKeys } from "./search-keys.ts";
import { type SearchMode, SearchPattern } from "./search-pattern.ts";

const utf8 = new TextEncoder();
const finds = (mode: SearchMode, pattern: string, key: string): boolean =>
  new SearchPattern(mode, pattern).finds(utf8.encode(key));
const marked = (mode: SearchMode, pattern: string, key: string): string[] =>
  new SearchPattern(mode, pattern).ranges(utf8.encode(key)).map(([start, end]) => key.slice(start, end));

/** Escapes what is no printable ASCII, as a server does that shows keys. */
const textOf = (key: Uint8Array): string =>
  key.every((byte) => byte >= 0x20 && byte <= 0x7e)
    ? text(key)
    : [...key]
        .map((byte) => (byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`))
        .join("");

/** Expressions that other engines, or this one, take very long for. */
const hostilePatterns = [
  "(a+)+$",
  "(a|aa)+$",
  "(.*)*x",
  `${"a?".repeat(60)}${"a".repeat(60)}x`,
  "(.*)*".repeat(100),
  "(a*)*".repeat(200),
  "([^x]?\\b)*".repeat(40),
  "(?i)([a-zà-ÿ]{0,60}y){6}",
  `a[ab]{400}c`,
];

const mostWorkOfState = 40_000;

const all: KeySearchOptions = { prefix: new Uint8Array(0), limit: 1000, textOf, pause: () => undefined };

describe("a glob", () => {
  it.each([
    ["web-*", "/registry/pods/shop/web-1", true],
    ["pods", "/registry/pods/shop/web-1", true],
    ["pod", "/registry/pods/shop/web-1", false],
    ["registry", "/registry/pods", true],
    ["/registry/*/shop/*", "/registry/pods/shop/web-1", true],
    ["/registry/*", "/registry/pods/shop", false],
    ["/registry/**", "/registry/pods/shop", true],
    ["/a/?", "/a/é", true],
    ["/a/?", "/a//", false],
    ["\\*", "/a/*", true],
    ["\\*", "/a/b", false],
  ])("%s on %s: %s", (pattern, key, expected) => {
    expect(finds("glob", pattern, key)).toBe(expected);
  });

  it("marks the segment that it fits", () => {
    expect(marked("glob", "web-*", "/web-a/web-1/x")).toEqual(["web-a", "web-1"]);
  });
});

describe("a regular expression", () => {
  it("takes characters whole, whatever their bytes", () => {
    expect(finds("regex", "^.{3}$", "c😀b")).toBe(true);
    expect(finds("regex", "^[^\\u{1F600}]+$", "c😀b")).toBe(false);
    // Not within a character: JavaScript's own takes the halves of one for two here.
    expect(finds("regex", "\\B", "c😀b")).toBe(false);
  });

  it("takes letters in either case when told to", () => {
    expect(finds("regex", "(?i)WEB-[A-C]é", "/x/web-bÉ")).toBe(true);
    expect(finds("regex", "a(?i:B)c", "abc")).toBe(true);
    expect(finds("regex", "a(?i:B)c", "abC")).toBe(false);
  });

  it("sees the edges of words", () => {
    expect(marked("regex", "\\bpod\\b", "/pods/a-pod/pod")).toEqual(["pod", "pod"]);
    expect(finds("regex", "\\Bpod", "pod xpod")).toBe(true);
  });

  it.each([
    ["(a", 0, /not closed/],
    ["a)", 1, /never opened/],
    ["ab[c", 2, /not closed/],
    ["a**", 2, /cannot be repeated/],
    ["+a", 0, /nothing to repeat/],
    ["x(?=a)", 1, /Looking around/],
    ["x(?<!a)", 1, /Looking around/],
    ["(a)\\1", 3, /refers back/],
    ["a{3,2}", 1, /wrong order/],
    ["a{2000}", 1, /More than 1000/],
    ["[z-a]", 1, /no order/],
    ["\\q", 0, /no escape/],
    ["\\", 0, /nothing behind/],
    ["(((a{900}){900}){900})", 0, /too complex/],
  ])("%s is refused with its place", (pattern, position, message) => {
    const refuse = (): unknown => new SearchPattern("regex", pattern);
    expect(refuse).toThrow(message);
    try {
      refuse();
    } catch (error) {
      expect(error instanceof PatternFault && error.position).toBe(position);
    }
  });

  it.each(hostilePatterns)(
    "takes work by the text times the pattern alone, however it is written: %s",
    (text) => {
      const key = utf8.encode(`${"a".repeat(20_000)}!`);
      const pattern = new SearchPattern("regex", text);
      pattern.finds(key);
      // The program has at most 5,000 steps and twice as many ways; a state walks over it twice.
      expect(pattern.work).toBeLessThanOrEqual(mostWorkOfState * key.length);
    },
  );

  it("goes on when its states are more than are kept", () => {
    const letters =
      fc.sample(fc.string({ unit: fc.constantFrom("a", "b"), minLength: 30_000, maxLength: 30_000 }), {
        numRuns: 1,
        seed: 1,
      })[0] ?? "";
    const pattern = new SearchPattern("regex", "a[ab]{14}c");
    expect(pattern.finds(utf8.encode(letters))).toBe(false);
    expect(pattern.finds(utf8.encode(`${letters}a${"b".repeat(14)}c`))).toBe(true);
  });

  it.each([
    ["repetitions of repetitions", "((a{100}){100}){100}"],
    ["repetitions of nothing", "(((){1000}){1000}){1000}"],
    ["classes of many parts", `[${"\\u0100-\\uffff".repeat(10)}]{500}`],
  ])("is refused where it is too large written out: %s", (_, text) => {
    expect(() => new SearchPattern("regex", text)).toThrow("too complex");
  });

  const atom = fc.constantFrom(
    "a",
    "b",
    ".",
    "é",
    "[ab]",
    "[^a]",
    "\\w",
    "\\W",
    "(?:ab|a)",
    "^",
    "$",
    "\\b",
    "\\B",
    "/",
  );
  const times = fc.constantFrom("", "", "*", "+", "?", "{2}", "{1,2}", "+?");
  const part = fc.tuple(atom, times).map(([one, more]) => (/^(\^|\$|\\[bB])$/.test(one) ? one : one + more));
  const expression = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  const pattern = fc.oneof(
    expression,
    fc.tuple(expression, expression).map(([a, b]) => `${a}|(${b})*a`),
  );

  test("finds what JavaScript's own finds", () => {
    const key = fc.string({ unit: fc.constantFrom("a", "b", "c", "/", "é", "目", "_"), maxLength: 10 });
    fc.assert(
      fc.property(pattern, key, (regex, subject) => {
        expect(finds("regex", regex, subject), `${regex} on ${subject}`).toBe(
          new RegExp(regex, "su").test(subject),
        );
      }),
      { numRuns: 3000 },
    );
  });
});

describe("a search", () => {
  const byte = fc.constantFrom(0x2f, 0x61, 0x62, 0x63, 0x5c, 0x78, 0x66, 0xff, 0x00, 0x7f);
  const keys = fc.uniqueArray(
    fc.array(byte, { minLength: 1, maxLength: 6 }).map((list) => Uint8Array.from(list)),
    {
      minLength: 1,
      maxLength: 40,
      selector: text,
    },
  );
  const short = fc.string({
    unit: fc.constantFrom("a", "b", "/", "\\", "x", "f"),
    minLength: 1,
    maxLength: 3,
  });

  interface Question {
    readonly list: readonly Uint8Array[];
    readonly wanted: string;
    readonly prefix: Uint8Array;
    readonly limit: number;
  }

  async function pagesOf({ list, wanted, ...page }: Question): Promise<FoundKeys[]> {
    const index = await indexOf(list);
    const pages: FoundKeys[] = [];
    do {
      const after = pages.at(-1)?.next;
      const pattern = new SearchPattern("text", wanted);
      pages.push(await searchKeys(index.runs(), pattern, { ...all, ...page, after }));
    } while (pages.at(-1)?.next !== undefined);
    return pages;
  }

  const prefix = fc.constantFrom("", "", "/", "a", "/a").map(bytes);
  const question = fc.record({ list: keys, wanted: short, prefix, limit: fc.integer({ min: 1, max: 5 }) });

  test("gives what looking at every key gives, page by page", async () => {
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const { list, wanted, prefix } = asked;
        const under = [...list].sort(compareBytes).filter((key) => startsWith(key, prefix));
        const expected = under.filter((key) => textOf(key).includes(wanted));
        const pages = await pagesOf(asked);
        const found = pages.flatMap((page) => page.found);
        expect(found.map(({ key }) => key)).toEqual(expected);
        for (const page of pages)
          expect(page).toMatchObject({ total: expected.length, searched: under.length });
        const marks = found.map(({ text, ranges }) => ranges.map(([from, to]) => text.slice(from, to)));
        for (const texts of marks) expect(new Set(texts)).toEqual(new Set([wanted]));
      }),
    );
  });

  it("is true at the revision where it began, whatever changes meanwhile", async () => {
    const names = Array.from({ length: 5000 }, (_, at) => `/a/${String(at).padStart(5, "0")}`);
    const index = await indexOf(names);
    let turns = 0;
    const pause = async (): Promise<void> => {
      const revision = BigInt(100 + turns);
      index.apply({
        revision,
        events: [
          { type: "put", meta: meta(`/a/0${turns}x`, revision) },
          { type: "delete", key: bytes(names[4999 - turns] ?? ""), modRevision: revision },
        ],
      });
      turns++;
    };
    const page = await searchKeys(index.runs(), new SearchPattern("text", "/a/"), { ...all, pause });
    expect(turns).toBeGreaterThan(5);
    expect(page).toMatchObject({ total: 5000, searched: 5000 });
    expect(index.size).toBe(5000);
    expect(index.get(bytes(names[4999] ?? ""))).toBeUndefined();
  });

  it.each(hostilePatterns)("lets others go first after a bounded piece of work: %s", async (text) => {
    const letters = fc.sample(fc.string({ unit: fc.constantFrom("a", "b", "é", "/"), minLength: 400 }), {
      numRuns: 20,
      seed: 2,
    });
    const index = await indexOf([utf8.encode("a".repeat(5000)), ...letters.map((key) => utf8.encode(key))]);
    const pattern = new SearchPattern("regex", text);
    const pieces: number[] = [];
    let before = pattern.work;
    const pause = (): undefined => {
      pieces.push(pattern.work - before);
      before = pattern.work;
    };
    const textOfAll = (key: Uint8Array): string => new TextDecoder().decode(key);
    await searchKeys(index.runs(), pattern, { ...all, textOf: textOfAll, pause });
    // What is asked of one piece, the last state that was made in it, and where the matches of one key are.
    expect(Math.max(...pieces)).toBeLessThanOrEqual(50_000 + mostWorkOfState + 50_000 + mostWorkOfState);
  });

  it("ends when its pause says so", async () => {
    const index = await indexOf(["/a", "/b"]);
    const stop = (): Promise<void> => Promise.reject(new Error("gone"));
    await expect(
      searchKeys(index.runs(), new SearchPattern("text", "a"), { ...all, pause: stop }),
    ).rejects.toThrow("gone");
  });

  it("marks characters of UTF-16 where a key is not ASCII", async () => {
    const index = await indexOf([utf8.encode("/😀目录/web")]);
    const options = { ...all, textOf: (key: Uint8Array) => new TextDecoder().decode(key) };
    const { found } = await searchKeys(index.runs(), new SearchPattern("regex", "录.w"), options);
    expect(found[0]?.ranges).toEqual([[4, 7]]);
  });
});
