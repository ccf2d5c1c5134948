// @vitest-environment node
import type { KeyChangeAnswer } from "@etcdscope/contract";
import { describe, expect, it } from "vitest";
import { pulseAfter, still } from "./pulse.ts";

const change = (key: string, kind: KeyChangeAnswer["change"] = "changed"): KeyChangeAnswer => ({
  key,
  change: kind,
});
const glowing = (pulse: { glowing: ReadonlyMap<string, number> }): string[] =>
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

  it("shows a rate where much changes, lets nothing glow there, and comes to rest", () => {
    const many = Array.from({ length: 30 }, (_, at) => change(`/registry/leases/${at}`));
    const pulse = pulseAfter(still, [...many, change("/registry/pods/x")], 0);
    expect(pulse.rates.get("t/registry/leases/")).toBe(3);
    expect(pulse.rates.has("t/registry/pods/")).toBe(false);
    expect(glowing(pulse)).toEqual(["t/registry/pods/x"]);
    expect(pulseAfter(pulse, [], 11_000)).toEqual({ ...still });
  });
});
