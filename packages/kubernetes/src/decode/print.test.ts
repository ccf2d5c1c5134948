import { load } from "js-yaml";
import { expect, test } from "vitest";
import { readRandomObjects, readSchema } from "../fixtures.testing.ts";
import { createDecoder } from "./decoder.ts";
import { printJson, printYaml } from "./print.ts";

const decoder = createDecoder(readSchema());

test("YAML and JSON of a value say the same, at the same paths", () => {
  for (const { value } of readRandomObjects().filter((_, at) => at % 4 === 0)) {
    const decoded = decoder.decode(new Uint8Array(), value);
    const [yaml, json] = [printYaml(decoded), printJson(decoded)];
    expect(load(yaml?.text ?? "")).toEqual(JSON.parse(json?.text ?? ""));
    expect(yaml?.ranges.map(([path]) => path)).toEqual(json?.ranges.map(([path]) => path));
  }
});

test("every range of the JSON text holds the value of its path", () => {
  for (const { value } of readRandomObjects().filter((_, at) => at % 8 === 0)) {
    const printed = printJson(decoder.decode(new Uint8Array(), value));
    for (const [, start, end] of printed?.ranges ?? []) JSON.parse(printed?.text.slice(start, end) ?? "");
  }
});
