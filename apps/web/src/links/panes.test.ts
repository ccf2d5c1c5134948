// @vitest-environment node
import { keyRefOf } from "@etcdscope/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { panesOf, searchOfPanes, withBeside } from "./panes.ts";
import { parseSearch, stringifySearch } from "./search.ts";
import { parseKeySearch, searchOf } from "./view-state.ts";

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const named = <T extends object>(state: T) =>
  Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));

const view = fc.constantFrom("json", "hex", "fields");
const key = fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => searchOf(keyRefOf(bytes)));
const own = fc.record({
  view: maybe(view),
  path: maybe(fc.constantFrom("spec", 'data["a/b"]')),
  layer: maybe(fc.constantFrom("stored", "decrypted", 'data["x"]:json')),
  guess: maybe(fc.constant("0x1c:text")),
});
const rev = maybe(fc.constant("812"));

const there = (address: object) => parseKeySearch(parseSearch(stringifySearch({ ...address })));

describe("the panes of an address", () => {
  it("come back from it, whichever keys they are of", () => {
    fc.assert(
      fc.property(key, key, own, own, rev, (one, other, first, second, rev) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        const panes = {
          first: parseKeySearch({ ...one, ...named({ ...first, rev }) }),
          second: parseKeySearch({ ...other, ...named({ ...second, rev }) }),
        };
        expect(panesOf(there(searchOfPanes(panes)))).toEqual(panes);
      }),
    );
  });

  it("come back from it where they are two layers of one key", () => {
    fc.assert(
      fc.property(key, own, own, (one, first, second) => {
        fc.pre(first.layer !== second.layer);
        const panes = {
          first: parseKeySearch({ ...one, ...named(first) }),
          second: parseKeySearch({ ...one, ...named(second) }),
        };
        expect(panesOf(there(searchOfPanes(panes)))).toEqual(panes);
      }),
    );
  });

  it("are one with two views where they are of the same bytes", () => {
    const panes = {
      first: { key: "/a", view: "json", layer: "stored" } as const,
      second: { key: "/a", view: "hex", layer: "stored", at: "0x1-0x2" } as const,
    };
    const shared = { key: "/a", view: "json", layer: "stored", split: "hex", at: "0x1-0x2" };
    expect(searchOfPanes(panes)).toEqual(shared);
    expect(panesOf({ key: "/a", split: "hex" })).toEqual({ first: { key: "/a", split: "hex" } });
  });

  it("keep the first as it is when a key is opened beside it", () => {
    const open = { key: "/a", view: "json", split: "hex", path: "spec", rev: "7" } as const;
    expect(withBeside(open, { keyb: "_w" })).toEqual({
      key: "/a",
      view: "json",
      path: "spec",
      rev: "7",
      besideb: "_w",
    });
    expect(withBeside({ key: "/a" }, { key: "/a" })).toEqual({ key: "/a", split: "hex" });
  });

  it("are one where the second key is malformed", () => {
    expect(parseKeySearch({ key: "/a", beside: "a\u0001", split: "hex" })).toEqual({
      key: "/a",
      split: "hex",
    });
    expect(parseKeySearch({ key: "/a", besideb: "?" })).toEqual({ key: "/a" });
  });
});
