import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { yaml } from "./code-yaml.ts";
import { yamlOf } from "./yaml.ts";

function tokens(text: string): string[] {
  const state = EditorState.create({ doc: text, extensions: yaml() });
  const found: string[] = [];
  ensureSyntaxTree(state, text.length, 5000)?.iterate({
    enter: ({ name, from, to }) => {
      if (name !== "Document" && name !== "punctuation") found.push(`${name} ${text.slice(from, to).trim()}`);
    },
  });
  return found;
}

describe("colours of YAML", () => {
  it("tell keys, strings, numbers and atoms apart, however deep", () => {
    const value = { a: { b: { "k8s.io/c": [{ d: "x: y", e: 1 }, true, null, {}] } }, f: "10:30" };
    expect(tokens(yamlOf(JSON.stringify(value)).text)).toEqual([
      "propertyName a",
      "propertyName b",
      "propertyName k8s.io/c",
      "propertyName d",
      'string "x: y"',
      "propertyName e",
      "number 1",
      "atom true",
      "atom null",
      "propertyName f",
      'string "10:30"',
    ]);
  });

  it("take a block of text for text, whatever it looks like, and end it where it ends", () => {
    const value = { a: { b: "key: 1\n- item\n\n  deep: true\n", c: 2 }, d: ["x: 1\ny: 2\n"], e: 3 };
    const kinds = tokens(yamlOf(JSON.stringify(value)).text);
    expect(kinds.filter((kind) => !kind.startsWith("string"))).toEqual([
      "propertyName a",
      "propertyName b",
      "propertyName c",
      "number 2",
      "propertyName d",
      "propertyName e",
      "number 3",
    ]);
  });
});
