/**
 * Decodes stored values of which Kubernetes' own JSON is known, and compares: value for value, integers exactly,
 * `null` and absent counting as equal. Also checks that the fields tile every byte. Exits 1 on any difference that
 * scripts/conformance/expected-differences.ts does not list.
 *
 *   npx tsx --conditions=etcdscope-source scripts/conformance.ts
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDecoder, type KubernetesSchema } from "@etcdscope/kubernetes";
import { ciphers } from "../apps/server/src/encryption/ciphers.ts";
import { readEncryptionConfiguration } from "../apps/server/src/encryption/configuration.ts";
import { checkPair } from "./conformance/check.ts";
import { EXPECTED_DIFFERENCES, expectedDifference } from "./conformance/expected-differences.ts";
import { historyPairs } from "./conformance/history-pairs.ts";
import { encryptedPairs, goldenPairs, type PairSet, randomPairs } from "./conformance/pairs.ts";
import { reportPairs } from "./conformance/report-pairs.ts";
import { openPackageCache } from "./kubernetes-schema/debian.ts";

const project = fileURLToPath(new URL("..", import.meta.url));
const schema: KubernetesSchema = JSON.parse(
  readFileSync(join(project, "packages/kubernetes/schema/kubernetes.json"), "utf8"),
);
const fixture = (name: string): string => join(project, "fixtures/conformance", name);
const keys = readEncryptionConfiguration(readFileSync(fixture("encryption-configuration.yaml"), "utf8"));
const decoder = createDecoder(schema, { encryption: { keys, ciphers } });

interface Row {
  readonly set: string;
  readonly pairs: number;
  readonly equal: number;
  readonly expected: number;
  readonly failed: number;
  readonly tiled: number;
}

function report(set: PairSet): Row {
  const outcomes = set.pairs.map((pair) => ({
    pair,
    ...checkPair(decoder, pair),
    reason: expectedDifference(set.name, pair.name),
  }));
  const different = outcomes.filter(({ difference }) => difference !== undefined);
  const failed = different.filter(({ reason }) => reason === undefined);
  const untiled = outcomes.filter(({ tiling }) => tiling !== undefined);
  for (const { pair, difference } of failed) console.log(`FAILED ${set.name}: ${pair.name}: ${difference}`);
  for (const { pair, tiling } of untiled) console.log(`NOT TILED ${set.name}: ${pair.name}: ${tiling}`);
  for (const { pair, difference, reason } of outcomes)
    if (reason !== undefined && difference === undefined)
      console.log(`NO DIFFERENCE ANY MORE ${set.name}: ${pair.name}: ${reason}`);
  return {
    set: set.name,
    pairs: set.pairs.length,
    equal: set.pairs.length - different.length,
    expected: different.length - failed.length,
    failed: failed.length,
    tiled: set.pairs.length - untiled.length,
  };
}

const fixtures = readdirSync(join(project, "fixtures/conformance")).filter((file) =>
  file.startsWith("kubernetes-"),
);
const random = fixtures.map((file) => randomPairs(fixture(file)));
const golden = goldenPairs(openPackageCache(join(project, ".cache/debian")));
const encrypted = encryptedPairs(fixture("encrypted-at-rest.jsonl"));
const history = historyPairs(join(project, "../shared/conformance"));
const reports = reportPairs(join(project, "fixtures/reports"));
const rows = [...random, encrypted, reports, ...golden.sets, ...history.sets].map(report);
console.table(rows);
for (const missing of [...golden.missing, ...history.missing])
  console.log(`SKIPPED the golden pairs of ${missing}`);
for (const reason of new Set(EXPECTED_DIFFERENCES.map((known) => known.reason)))
  console.log(`expected: ${reason}`);
if (rows.some(({ pairs, failed, tiled }) => failed > 0 || tiled < pairs)) process.exitCode = 1;
