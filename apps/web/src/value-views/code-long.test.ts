// @vitest-environment node
import { Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { longStrings, mostCharacters } from "./code-long.ts";

describe("long strings", () => {
  it("are found between their quotes, escapes included", () => {
    const long = `${"x".repeat(mostCharacters)}\\"y`;
    const text = `{\n  "a": "short",\n  "b": "${long}"\n}`;
    const [token, ...more] = longStrings(Text.of(text.split("\n")), "json");
    expect(more).toEqual([]);
    expect(text.slice(token?.from, token?.to)).toBe(long);
  });

  it("are found behind the key in YAML", () => {
    const long = "x: y ".repeat(mostCharacters);
    for (const key of ["a", "- a", '"a: b"', "-", "  - - k8s.io/a"]) {
      const line = key === "-" ? `- "${long}"` : `${key}: "${long}"`;
      const [token] = longStrings(Text.of(["x: 1", line]), "yaml");
      expect(`x: 1\n${line}`.slice(token?.from, token?.to)).toBe(`"${long}"`);
    }
  });

  it("are none where a long line is made of short ones", () => {
    const line = `["${Array.from({ length: 2000 }, () => "abc").join('", "')}"]`;
    expect(longStrings(Text.of([line]), "json")).toEqual([]);
  });
});
