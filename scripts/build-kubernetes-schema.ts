/**
 * Builds packages/kubernetes/schema and docs/kinds.md from pinned Debian packages and pinned commits of Kubernetes'
 * and OpenShift's public repositories. Needs a Debian machine with network for the first run; the packages stay in
 * .cache/. The output depends on the pins alone, byte for byte.
 *
 *   npx tsx --conditions=etcdscope-source scripts/build-kubernetes-schema.ts [--checkouts DIR] [--check]
 *
 * DIR has a clone of each repository (`DIR/kubernetes/api`, … , bare or not). Without it, releases that only the
 * repositories have stay as the present schema has them, and ORIGIN.md, which compares the releases, is not written.
 * With --check nothing is written, and a file that differs makes it fail.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { KubernetesSchema } from "@etcdscope/kubernetes";
import { openCheckouts } from "./kubernetes-schema/checkouts.ts";
import { releasesOf } from "./kubernetes-schema/committed-schema.ts";
import { openPackageCache } from "./kubernetes-schema/debian.ts";
import { committedReleases, readHistory } from "./kubernetes-schema/history.ts";
import { mergeReleases } from "./kubernetes-schema/merge.ts";
import { byPrecedence } from "./kubernetes-schema/order.ts";
import { type ReleaseModel, readRelease } from "./kubernetes-schema/release-model.ts";
import { RELEASES } from "./kubernetes-schema/releases.ts";
import { renderData } from "./kubernetes-schema/render-data.ts";
import { renderKinds } from "./kubernetes-schema/render-kinds.ts";
import { renderOrigin } from "./kubernetes-schema/render-origin.ts";

const { values: options } = parseArgs({
  options: { checkouts: { type: "string" }, check: { type: "boolean", default: false } },
});
const project = fileURLToPath(new URL("..", import.meta.url));
const dataFile = join(project, "packages/kubernetes/schema/kubernetes.json");
const cache = openPackageCache(join(project, ".cache/debian"));

const packaged = RELEASES.map(({ name, packages }) =>
  readRelease(
    name,
    packages.flatMap((pin) => pin.goRoots.map((root) => join(cache.unpacked(pin), root))),
  ),
);

function otherReleases(): ReleaseModel[] {
  if (options.checkouts !== undefined)
    return readHistory(openCheckouts(options.checkouts, join(project, ".cache/commits")));
  const present: KubernetesSchema = JSON.parse(readFileSync(dataFile, "utf8"));
  return releasesOf(present);
}

const models = [...otherReleases(), ...packaged].sort((one, other) =>
  byPrecedence(one.release, other.release),
);
const { schema, conflicts } = mergeReleases(models);
const data = renderData(schema);
const files = {
  "packages/kubernetes/schema/kubernetes.json": data,
  "docs/kinds.md": renderKinds(schema),
  ...(options.checkouts !== undefined && {
    "packages/kubernetes/schema/ORIGIN.md": renderOrigin({
      schema,
      conflicts,
      releases: RELEASES,
      committed: committedReleases(),
      data,
    }),
  }),
};
for (const [path, text] of Object.entries(files)) {
  const file = join(project, path);
  if (!options.check) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) throw new Error(`${path} is not what the pins give`);
}
const lossy = conflicts.filter(({ kind }) => kind !== "moved");
for (const { message, kind, newer, older, release } of lossy)
  console.warn(`${message}: ${kind} since ${release}: ${older} became ${newer}`);
console.log(
  `${Object.keys(schema.messages).length} messages, ${schema.kinds.length} kinds, ` +
    `${conflicts.length - lossy.length} fields moved, ${lossy.length} in conflict`,
);
