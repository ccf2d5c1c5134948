/**
 * Runs axe over the whole matrix and writes docs/axe-report.md: `npm run axe`, after `npm run build`.
 * What is given goes to Playwright, and only what it runs is made anew: `npm run axe -- -g "a narrow screen"`.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Look, rowsFolder, type SceneRow } from "./axe.ts";

const report = fileURLToPath(new URL("../../docs/axe-report.md", import.meta.url));

const only = process.argv.slice(2);
if (only.length === 0) rmSync(rowsFolder, { recursive: true, force: true });
const run = spawnSync("npx", ["playwright", "test", "e2e/axe-", ...only], {
  cwd: fileURLToPath(new URL("../..", import.meta.url)),
  stdio: "inherit",
  env: { ...process.env, AXE_REPORT: "1" },
});

const rows = readdirSync(rowsFolder)
  .flatMap((file): SceneRow[] => JSON.parse(readFileSync(new URL(file, rowsFolder), "utf8")))
  .sort((left, right) => titleOf(left).localeCompare(titleOf(right), "en"));
const found = rows.flatMap((row) => row.found.map((one) => ({ row, ...one })));
const broken = found.filter(({ violations }) => violations.length > 0);
writeFileSync(report, textOf());
console.log(`${rows.length} scenes, ${found.length} looks, ${broken.length} with violations: ${report}`);
process.exitCode = run.status ?? 1;

function titleOf({ route, state, width }: SceneRow): string {
  return `${route}|${state}|${width}`;
}

function textOf(): string {
  return `# axe over routes, states, themes and languages

\`\`\`
npm run build && npm run axe
\`\`\`

opens every route in every state it can have, for real (the bundled sample; etcds that are killed, compacted, protected
by passwords or hold damaged values), in light and dark and in English and Chinese, runs every rule of axe that is on by default, and
writes this file. \`npm test\` opens the same scenes, each in one of the four looks by turns.

${rows.length} scenes, ${found.length} looks at them, ${broken.length} with violations.

| route | state | width | ${headings().join(" | ")} |
| --- | --- | --- | ${headings()
    .map(() => "---")
    .join(" | ")} |
${rows.map(lineOf).join("\n")}
${broken.map(({ row, look, violations }) => `\n- ${titleOf(row)}, ${nameOf(look)}: ${violations.join("; ")}`).join("")}`;
}

function headings(): string[] {
  return looksIn(rows[0]).map(nameOf);
}

function lineOf(row: SceneRow): string {
  const counts = looksIn(rows[0]).map(
    (look) =>
      row.found.find((one) => nameOf(one.look) === nameOf(look))?.violations.length ?? "not looked at",
  );
  return `| ${row.route} | ${row.state} | ${row.width} | ${counts.join(" | ")} |`;
}

/** Always in the same order: scenes are gone through forwards and backwards. */
function looksIn(row: SceneRow | undefined): Look[] {
  return (row?.found.map(({ look }) => look) ?? []).toSorted((left, right) =>
    nameOf(left).localeCompare(nameOf(right), "en"),
  );
}

function nameOf({ theme, language }: Look): string {
  return `${theme}, ${language}`;
}
