/**
 * Builds packages/kubernetes/schema and docs/kinds.md from the pinned Debian packages. Needs a Debian machine with
 * network for the first run; the packages stay in .cache/. The output depends on the pins alone, byte for byte.
 *
 *   npx tsx --conditions=etcdscope-source scripts/build-kubernetes-schema.ts [--check]
 *
 * With --check it writes nothing and fails where a committed file differs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openPackageCache } from "./kubernetes-schema/debian.ts";
import { mergeReleases } from "./kubernetes-schema/merge.ts";
import { readRelease } from "./kubernetes-schema/release-model.ts";
import { RELEASES } from "./kubernetes-schema/releases.ts";
import { renderData } from "./kubernetes-schema/render-data.ts";
import { renderKinds } from "./kubernetes-schema/render-kinds.ts";
import { renderOrigin } from "./kubernetes-schema/render-origin.ts";

const project = fileURLToPath(new URL("..", import.meta.url));
const cache = openPackageCache(join(project, ".cache/debian"));

const models = RELEASES.map(({ name, packages }) =>
  readRelease(
    name,
    packages.flatMap((pin) => pin.goRoots.map((root) => join(cache.unpacked(pin), root))),
  ),
);
const { schema, conflicts } = mergeReleases(models);
const data = renderData(schema);
const files = {
  "packages/kubernetes/schema/kubernetes.json": data,
  "packages/kubernetes/schema/ORIGIN.md": renderOrigin({ schema, conflicts, releases: RELEASES, data }),
  "docs/kinds.md": renderKinds(schema),
};
for (const [path, text] of Object.entries(files)) {
  const file = join(project, path);
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text)
    throw new Error(`${path} is not what the pinned packages give`);
}
const lossy = conflicts.filter(({ kind }) => kind !== "moved");
for (const { message, kind, newer, older, release } of lossy)
  console.warn(`${message}: ${kind} since ${release}: ${older} became ${newer}`);
console.log(
  `${Object.keys(schema.messages).length} messages, ${schema.kinds.length} kinds, ` +
    `${conflicts.length - lossy.length} fields moved, ${lossy.length} in conflict`,
);
