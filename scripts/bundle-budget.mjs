// How much script the browser is asked to load, gzipped, against its budget. After a build.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "./checkout.mjs";

const folder = join(root, "apps/web/dist");
const assets = readdirSync(join(folder, "assets"));
const page = readFileSync(join(folder, "index.html"), "utf8");

const gzipped = (paths) =>
  paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(folder, path)), { level: 9 }).length, 0);

/** What the page itself names: its entry, and as preloads all that the entry imports at once. */
const firstLoad = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path);

const codeView = assets.filter((name) => /^code-view-.*\.js$/.test(name)).map((name) => `assets/${name}`);
if (codeView.length !== 1) throw new Error("the code view is no chunk of its own any more");

const rows = [
  { what: "first load", bytes: gzipped(firstLoad), budget: 270_000 },
  { what: "code view", bytes: gzipped(codeView), budget: 130_000 },
];
for (const { what, bytes, budget } of rows) {
  const verdict = bytes <= budget ? "ok" : "OVER BUDGET";
  console.log(
    `${what.padEnd(12)} ${(bytes / 1000).toFixed(1).padStart(7)} kB of ${budget / 1000} kB  ${verdict}`,
  );
}
if (rows.some(({ bytes, budget }) => bytes > budget)) process.exitCode = 1;
