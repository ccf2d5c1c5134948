/**
 * Prints the figures that tell whether the code keeps its shape: sizes of files and functions, files a folder, circles
 * of files and of folders, `any`, names that are exported twice. Tests are left out.
 *
 *   npm run shape
 */
import { fileURLToPath } from "node:url";
import { circlesIn, fileArrows, folderArrows } from "./shape/circles.ts";
import { folderOf, readSourceFiles, type SourceFile } from "./shape/source-file.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = readSourceFiles(root);
const workspaces = grouped(files, ({ path }) => path.split("/").slice(0, 2).join("/"));
const most = 10;

console.log("| workspace | files | lines | file p50 / p90 / max | function p50 / p90 / p99 / max |");
console.log("| --- | --: | --: | --: | --: |");
for (const [name, inside] of [["all", files] as const, ...workspaces]) console.log(row(name, inside));

const longFunctions = files.flatMap(({ path, functions }) =>
  functions
    .filter(({ lines }) => lines > 60)
    .map(({ name, line, lines }) => `${path}:${line} ${name} (${lines})`),
);
list("Functions over 60 lines", longFunctions);
list(
  "Files over 300 lines",
  files.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path} (${lines})`),
);
const folders = grouped(files, ({ path }) => folderOf(path));
const full = [...folders]
  .filter(([, inside]) => inside.length > 20)
  .toSorted(([, a], [, b]) => b.length - a.length);
list(
  "Folders of more than 20 files",
  full.map(([name, inside]) => `${name} (${inside.length})`),
);
for (const [what, values] of [
  ["", false],
  [", types left out", true],
] as const) {
  const arrows = fileArrows(files, values);
  list(
    `Circles of files${what}`,
    circlesIn(arrows).map((circle) => circle.join(", ")),
  );
  list(
    `Circles of folders${what}`,
    circlesIn(folderArrows(arrows)).map((circle) => circle.join(", ")),
  );
}
list(
  "any",
  files.filter(({ anys }) => anys > 0).map(({ path, anys }) => `${path} (${anys})`),
);
const exported = grouped(
  files.flatMap(({ path, exports }) => exports.map((name) => ({ name, path }))),
  ({ name }) => name,
);
list("Names exported by more than one file", twice());

function twice(): string[] {
  return [...exported]
    .filter(([, places]) => new Set(places.map(({ path }) => path)).size > 1)
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([name, places]) => `${name} (${places.length})`);
}

function grouped<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOf(item);
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return groups;
}

function row(name: string, inside: readonly SourceFile[]): string {
  const lines = sorted(inside.map((file) => file.lines));
  const functions = sorted(inside.flatMap((file) => file.functions.map((each) => each.lines)));
  const total = lines.reduce((sum, each) => sum + each, 0);
  const ofFiles = [at(lines, 0.5), at(lines, 0.9), at(lines, 1)].join(" / ");
  const ofFunctions = [0.5, 0.9, 0.99, 1].map((part) => at(functions, part)).join(" / ");
  return `| ${name} | ${inside.length} | ${total} | ${ofFiles} | ${ofFunctions} |`;
}

function sorted(numbers: readonly number[]): number[] {
  return numbers.toSorted((a, b) => a - b);
}

function at(numbers: readonly number[], part: number): number {
  return numbers[Math.min(numbers.length - 1, Math.floor(numbers.length * part))] ?? 0;
}

function list(title: string, rows: readonly string[]): void {
  const more = rows.length > most ? [`… and ${rows.length - most} more`] : [];
  console.log(`\n${title}: ${rows.length}`);
  for (const each of [...rows.slice(0, most), ...more]) console.log(`  ${each}`);
}
