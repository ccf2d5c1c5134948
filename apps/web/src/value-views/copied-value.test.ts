// @vitest-environment node
import { describe, expect, it } from "vitest";
import { copiedValue } from "./copied-value.ts";
import type { PlacedText } from "./managed-fields.ts";
import { yamlOf } from "./yaml.ts";

/** A text in which each path's value is what is named; the text has each of them once. */
const placed = (text: string, values: Readonly<Record<string, string>>): PlacedText => ({
  text,
  ranges: Object.entries(values).map(([path, value]) => {
    const start = text.indexOf(value);
    return [path, start, start + value.length];
  }),
});

const document = { spec: { run: "a\n  b\n", deep: { list: [{ x: 1, y: "two" }], on: true } } };
const text = JSON.stringify(document, null, 2);
const json = placed(text, {
  "spec.run": '"a\\n  b\\n"',
  "spec.deep": text.slice(text.indexOf('{\n      "list"'), text.lastIndexOf("}\n  }") + 1),
});

describe("a value that is copied", () => {
  it("is a string's content, from JSON and from YAML alike", () => {
    expect(copiedValue(json, json, "spec.run")).toBe("a\n  b\n");
    expect(copiedValue(yamlOf(text), json, "spec.run")).toBe("a\n  b\n");
  });

  it("is anything else as the text has it, moved to the left", () => {
    expect(copiedValue(json, json, "spec.deep")).toBe(JSON.stringify(document.spec.deep, null, 2));
    expect(copiedValue(yamlOf(text), json, "spec.deep")).toBe('list:\n- x: 1\n  "y": two\n"on": true');
    expect(copiedValue(yamlOf(text), json, "spec.deep.list[0]")).toBe('x: 1\n"y": two');
    expect(copiedValue(json, json, "none")).toBeUndefined();
  });
});
