/** How much script the browser is asked to load, gzipped. After a build. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Figure } from "./figure.ts";

const folder = fileURLToPath(new URL("../../apps/web/dist/", import.meta.url));

/** What the page itself names (its entry, and as preloads all that the entry imports at once), and the code view. */
export function scriptSizes(): Figure[] {
  if (!existsSync(join(folder, "index.html"))) throw new Error("Nothing is built yet: npm run build first.");
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const firstLoad = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].flatMap(([, path]) => path ?? []);
  const codeView = readdirSync(join(folder, "assets")).filter((name) => /^code-view-.*\.js$/.test(name));
  if (codeView.length !== 1) throw new Error("the code view is no chunk of its own any more");
  return [
    { what: "script of the first load", unit: "kB", values: [gzipped(firstLoad)], budget: 270 },
    {
      what: "code view, on demand",
      unit: "kB",
      values: [gzipped(codeView.map((name) => `assets/${name}`))],
      budget: 130,
    },
  ];
}

/** Thousands of bytes. */
function gzipped(paths: readonly string[]): number {
  const bytes = paths.map((path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length);
  return bytes.reduce((sum, size) => sum + size, 0) / 1000;
}
