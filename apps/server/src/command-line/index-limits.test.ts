import { describe, expect, it } from "vitest";
import { countOption, indexLimits } from "./index-limits.ts";

describe("the limits of an index", () => {
  it("are two million keys and 4 GiB unless told", () => {
    expect(indexLimits({}, {})).toEqual({ mostKeys: 2_000_000, mostBytes: 4 * 1024 ** 3 });
  });

  it.each([
    ["500MB", 500_000_000],
    ["6GiB", 6 * 1024 ** 3],
    ["6g", 6 * 1024 ** 3],
    ["1024", 1024],
    ["1024b", 1024],
    ["0", 0],
  ])("take %s as a size", (text, mostBytes) => {
    expect(indexLimits({ "max-index-db-size": text }, {}).mostBytes).toBe(mostBytes);
  });

  it.each(["", "x", "-1", "1.5", "4 PB", "1e9"])("refuse %j as a size or a number", (text) => {
    if (text !== "") expect(() => indexLimits({ "max-index-db-size": text }, {})).toThrow(/takes a size/);
    expect(() => countOption("index-rate", text, 1)).toThrow(/--index-rate takes a whole number from 1 on/);
  });

  it("may stand in the environment, behind what is typed", () => {
    const env = { ETCDSCOPE_MAX_INDEX_KEYS: "10", ETCDSCOPE_MAX_INDEX_DB_SIZE: "1k" };
    expect(indexLimits({}, env)).toEqual({ mostKeys: 10, mostBytes: 1024 });
    expect(indexLimits({ "max-index-keys": "5" }, env).mostKeys).toBe(5);
  });
});
