// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { TextRanges } from "../pointing/text-places.ts";
import { managedFields, withoutManagedFields } from "./managed-fields.ts";
import { yamlOf } from "./yaml.ts";

/** Where the values of these paths stand in a text. */
function rangesIn(text: string, values: Readonly<Record<string, string>>): TextRanges {
  return Object.entries(values).map(([path, value]) => {
    const start = text.indexOf(value);
    return [path, start, start + value.length] as const;
  });
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

describe("a document without its managed fields", () => {
  it.each([
    ["first", { metadata: { managedFields: [{ manager: "x" }], name: "a" }, spec: 7 }],
    ["last", { metadata: { name: "a", managedFields: [{ manager: "x" }] }, spec: 7 }],
  ])("is the same document otherwise, where they come %s", (_, document) => {
    const text = pretty(document);
    const list = text.slice(text.indexOf("["), text.indexOf("]") + 1);
    const shown = withoutManagedFields({
      text,
      ranges: rangesIn(text, { [managedFields]: list, "metadata.name": '"a"', spec: "7" }),
    });
    expect(JSON.parse(shown.text)).toEqual({ metadata: { name: "a" }, spec: 7 });
    const told = shown.ranges.map(([path, start, end]) => [path, shown.text.slice(start, end)]);
    expect(Object.fromEntries(told)).toEqual({ "metadata.name": '"a"', spec: "7" });
  });

  it("is whole in YAML too", () => {
    const placed = yamlOf(pretty({ metadata: { managedFields: [{ manager: "x" }], name: "a" }, spec: 7 }));
    const { text, ranges } = withoutManagedFields(placed);
    expect(text.trim()).toBe("metadata:\n  name: a\nspec: 7");
    const [, start, end] = ranges.find(([path]) => path === "spec") ?? ["", 0, 0];
    expect(text.slice(start, end)).toBe("7");
  });

  it("is itself where it has none", () => {
    const placed = { text: "{}", ranges: [] };
    expect(withoutManagedFields(placed)).toBe(placed);
  });
});
