import { compareBytes, startsWith } from "@etcdscope/keyspace";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { around, coverageOf, groundOf, type Stretch, stretchesOf } from "./search-ground.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));
const text = (key: Uint8Array | undefined): string | undefined =>
  key === undefined ? undefined : Buffer.from(key).toString("latin1");

const ground = (under: string, ...opened: string[]): (string | undefined)[] =>
  groundOf(bytes(under), opened.map(bytes)).map(text);

const shown = ({ prefix, from, until }: Stretch) => [prefix, text(from), text(until)];
const stretches = (prefixes: readonly string[], from?: string) =>
  stretchesOf(prefixes.map(bytes), from === undefined ? undefined : bytes(from)).map(shown);

describe("what a search without an index walks over", () => {
  it("is what was opened, the deepest first, each once", () => {
    expect(ground("", "/a/", "/a/b/", "/c/", "/a/")).toEqual(["/a/b/", "/a/", "/c/"]);
  });

  it("is all keys where nothing was opened", () => {
    expect(ground("")).toEqual([""]);
  });

  it("keeps to the prefix that is asked for, and goes over all of it in the end", () => {
    expect(ground("/a/", "/a/b/", "/c/", "/")).toEqual(["/a/b/", "/a/"]);
  });

  it("leaves out in one prefix what is nested in it and was walked before", () => {
    expect(stretches(["/a/b/c/", "/a/b/", "/a/d/", "/a/"])).toEqual([
      [0, "/a/b/c/", "/a/b/c0"],
      [1, "/a/b/", "/a/b/c/"],
      [1, "/a/b/c0", "/a/b0"],
      [2, "/a/d/", "/a/d0"],
      [3, "/a/", "/a/b/"],
      [3, "/a/b0", "/a/d/"],
      [3, "/a/d0", "/a0"],
    ]);
  });

  it("has no end where no key can stand behind", () => {
    expect(stretches(["\xff/", ""])).toEqual([
      [0, "\xff/", "\xff0"],
      [1, "", "\xff/"],
      [1, "\xff0", undefined],
    ]);
    expect(stretches(["\xff", ""])).toEqual([
      [0, "\xff", undefined],
      [1, "", "\xff"],
    ]);
  });

  it("leaves out what an index holds already", () => {
    expect(stretches(["/a/", "/b/", "/c/"], "/b/x")).toEqual([
      [1, "/b/x", "/b0"],
      [2, "/c/", "/c0"],
    ]);
  });

  it("has every key of the prefixes in one stretch and no other key in any", () => {
    const part = fc.string({ unit: fc.constantFrom("/", "a", "b", "0", "\xff", "\0"), maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }),
        part,
        part,
        fc.option(part),
        (opened, under, key, from) => {
          const prefixes = groundOf(bytes(under), opened.map(bytes));
          const start = from === null ? undefined : bytes(from);
          const found = stretchesOf(prefixes, start).filter(
            (stretch) =>
              compareBytes(bytes(key), stretch.from) >= 0 &&
              (stretch.until === undefined || compareBytes(bytes(key), stretch.until) < 0),
          );
          const isMeant =
            prefixes.some((prefix) => startsWith(bytes(key), prefix)) &&
            (start === undefined || compareBytes(bytes(key), start) >= 0);
          expect(found).toHaveLength(isMeant ? 1 : 0);
          for (const { prefix } of found) {
            expect(startsWith(bytes(key), prefixes[prefix] ?? bytes("?"))).toBe(true);
            const counted = around(prefixes, prefix);
            const holding = prefixes.flatMap((one, at) => (startsWith(bytes(key), one) ? [at] : []));
            expect(holding).toEqual(expect.arrayContaining([...counted]));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("walks what is nested before what is around it", () => {
    const part = fc.string({ unit: fc.constantFrom("/", "a", "\xff"), maxLength: 4 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (opened) => {
        const prefixes = groundOf(bytes(""), opened.map(bytes));
        for (const [at, prefix] of prefixes.entries())
          expect(prefixes.slice(at + 1).some((later) => startsWith(later, prefix))).toBe(false);
      }),
    );
  });
});

describe("what was covered", () => {
  const prefixes = ["/a/b/", "/a/", "/c/"].map(bytes);
  const all = stretchesOf(prefixes);
  const whole = (done: number) =>
    coverageOf(prefixes, all, [7, 9, 0], done).map(({ prefix, searched, isWhole }) => [
      text(prefix),
      searched,
      isWhole,
    ]);

  it("is told by prefix: those whose stretches were all walked are whole", () => {
    // /a/ in front of /a/b/ and behind it are two stretches.
    expect(all).toHaveLength(4);
    expect(whole(0).map(([, , isWhole]) => isWhole)).toEqual([false, false, false]);
    expect(whole(1)).toEqual([
      ["/a/b/", 7, true],
      ["/a/", 9, false],
      ["/c/", 0, false],
    ]);
    expect(whole(2).map(([, , isWhole]) => isWhole)).toEqual([true, false, false]);
    expect(whole(3).map(([, , isWhole]) => isWhole)).toEqual([true, true, false]);
    expect(whole(4).map(([, , isWhole]) => isWhole)).toEqual([true, true, true]);
  });

  it("counts a key for its prefix and those around it", () => {
    expect(around(prefixes, 0)).toEqual([0, 1]);
    expect(around(prefixes, 1)).toEqual([1]);
    expect(around(prefixes, 2)).toEqual([2]);
  });
});
