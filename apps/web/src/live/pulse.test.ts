// @vitest-environment node
import type { KeyChangeAnswer } from "@etcdscope/contract";
import { describe, expect, it } from "vitest";
import { pulseAfter, still } from "./pulse.ts";

const change = (key: string, kind: KeyChangeAnswer["change"] = "changed"): KeyChangeAnswer => ({
  key,
  change: kind,
});
const glowing = (pulse: { glowing: ReadonlyMap<string, unknown> }): string[] =>
  [...pulse.glowing.keys()].sort();

describe("the pulse", () => {
  it("lets a changed row glow, and the rows above only when their counts change", () => {
    expect(glowing(pulseAfter(still, [change("/a/b/c")], 0))).toEqual(["t/a/b/c"]);
    expect(glowing(pulseAfter(still, [change("/a/b/c", "inserted")], 0))).toEqual([
      "t/a",
      "t/a/b",
      "t/a/b/c",
    ]);
  });

  it("lets it glow for a moment", () => {
    const pulse = pulseAfter(still, [change("/a/b")], 0);
    expect(pulseAfter(pulse, [], 1000).glowing.size).toBe(1);
    expect(pulseAfter(pulse, [], 2000).glowing.size).toBe(0);
  });

  it("begins a glow anew with each change, whatever the time between them", () => {
    const turns: unknown[] = [];
    let pulse = still;
    for (const now of [0, 300, 600, 1100]) {
      pulse = pulseAfter(pulse, [change("/a/b")], now);
      turns.push(pulse.glowing.get("t/a/b")?.turn);
    }
    expect(turns).toEqual(["even", "odd", "even", "odd"]);
  });

  it("keeps the turn of a row that did not change", () => {
    const pulse = pulseAfter(pulseAfter(still, [change("/a/b")], 0), [change("/a/c")], 300);
    expect(pulse.glowing.get("t/a/b")).toEqual({ at: 0, turn: "even" });
  });

  it("shows a rate where much changes, lets nothing glow there, and comes to rest", () => {
    const many = Array.from({ length: 30 }, (_, at) => change(`/registry/leases/${at}`));
    const pulse = pulseAfter(still, [...many, change("/registry/pods/x")], 0);
    expect(pulse.rates.get("t/registry/leases/")).toBe(3);
    expect(pulse.rates.has("t/registry/pods/")).toBe(false);
    expect(glowing(pulse)).toEqual(["t/registry/pods/x"]);
    expect(pulseAfter(pulse, [], 11_000)).toEqual({ ...still });
  });
});
