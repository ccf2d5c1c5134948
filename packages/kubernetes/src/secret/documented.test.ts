import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { harmlessAnnotations } from "./harmless.ts";
import { secretBytes, secretFolders, secretKinds, secretPlaces, secretShapes } from "./table.ts";

const documented = readFileSync(new URL("../../../../SECURITY.md", import.meta.url), "utf8");
const rows = documented.split("\n").filter((line) => line.startsWith("|"));

/** Whether a row of the document has all of these, each as code. */
const hasRow = (...texts: readonly string[]): boolean =>
  rows.some((row) => texts.every((text) => row.includes(`\`${text}\``)));

test("SECURITY.md lists every kind with all of its fields", () => {
  for (const { kind, group, fields } of secretKinds) {
    if (fields === "everything") expect(documented).toContain(`**Of a ${kind} everything but**`);
    else
      expect([kind, hasRow(kind, ...(group === undefined ? [] : [group]), ...fields)]).toEqual([kind, true]);
  }
  for (const { members, fields } of secretShapes) expect(hasRow(...members, ...fields)).toBe(true);
});

test("SECURITY.md lists every place, folder and kind of bytes, and no annotation that is not shown", () => {
  for (const { keys, path } of secretPlaces)
    expect([keys, path === undefined ? rows.includes(`| \`${keys}\` | all |`) : hasRow(keys, path)]).toEqual([
      keys,
      true,
    ]);
  for (const { folder, kind } of secretFolders)
    expect(documented).toMatch(new RegExp(`/${folder}/…\` \\(${kind}\\)`));
  for (const { what } of secretBytes) expect(documented).toContain(`- ${what}\n`);
  const [, annotations = ""] = /every other annotation is masked\*\*:\n\n(.*?)\n\n/s.exec(documented) ?? [];
  const listed = [...annotations.matchAll(/`([^`]+)` \((\w+)\)/g)].map(([, name = "", form = ""]) => [
    name,
    form,
  ]);
  expect(Object.fromEntries(listed)).toEqual(harmlessAnnotations);
});
