// @vitest-environment node
import { describe, expect, it } from "vitest";
import { litOfPath } from "./lit.ts";
import { fieldBeside, fieldStep } from "./neighbours.ts";
import { jsonValue } from "./sample.testing.ts";

const value = jsonValue({ metadata: { name: "a", labels: { b: "c" } }, spec: [1, 2] });
const from = (path: string, step: Parameters<typeof fieldBeside>[2]) => {
  const [span] = litOfPath(value, path).spans;
  return span && fieldBeside(value.fields, span, step)?.path;
};

describe("a step from a field", () => {
  it("goes along to its neighbours, and on where there are none", () => {
    expect(from("metadata.name", "behind")).toBe("metadata.labels");
    expect(from("metadata.labels", "before")).toBe("metadata.name");
    expect(from("metadata.labels.b", "behind")).toBe("spec");
    expect(from("spec[1]", "behind")).toBeUndefined();
  });

  it("goes up to what it stands in and down to what stands in it", () => {
    expect(from("metadata.labels.b", "above")).toBe("metadata.labels");
    expect(from("metadata.labels", "within")).toBe("metadata.labels.b");
    expect(from("metadata.name", "within")).toBeUndefined();
  });

  it("from bytes within a field goes up to that field first", () => {
    const [start = 0] = litOfPath(value, "metadata.name").spans[0] ?? [];
    expect(fieldBeside(value.fields, [start + 1, start + 2], "above")?.path).toBe("metadata.name");
  });

  it("is what its keys say", () => {
    const press = (key: string, altKey = false) => fieldStep({ key, altKey, ctrlKey: false, metaKey: false });
    expect([press("["), press("]"), press("ArrowUp", true), press("ArrowDown", true)]).toEqual([
      "before",
      "behind",
      "above",
      "within",
    ]);
    expect([press("ArrowUp"), press("x")]).toEqual([undefined, undefined]);
  });
});
