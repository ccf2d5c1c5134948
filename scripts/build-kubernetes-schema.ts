/**
 * Builds packages/kubernetes/schema from the pinned Debian packages. Needs a Debian machine with network for the
 * first run; the packages stay in .cache/. The output depends on the pins alone, byte for byte.
 *
 *   npx tsx --conditions=etcdscope-source scripts/build-kubernetes-schema.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openPackageCache } from "./kubernetes-schema/debian.ts";
import { mergeReleases } from "./kubernetes-schema/merge.ts";
import { readRelease } from "./kubernetes-schema/release-model.ts";
import { RELEASES } from "./kubernetes-schema/releases.ts";
import { renderData } from "./kubernetes-schema/render-data.ts";

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
writeFileSync(join(project, "packages/kubernetes/schema/kubernetes.json"), data);
console.log(
  `${Object.keys(schema.messages).length} messages, ${schema.kinds.length} kinds, ${conflicts.length} conflicts, ${data.length} bytes`,
);
