import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createDecoder } from "@etcdscope/kubernetes";
import { expect, test } from "vitest";
import { checkPair } from "./check.ts";
import { randomPairs } from "./pairs.ts";

const project = new URL("../../", import.meta.url);
const pathOf = (file: string) => fileURLToPath(new URL(file, project));
const decoder = createDecoder(
  JSON.parse(readFileSync(pathOf("packages/kubernetes/schema/kubernetes.json"), "utf8")),
);

test.each([
  ["kubernetes-0.36-random.jsonl.gz", 328],
  ["kubernetes-1.36-hostile.jsonl.gz", 314],
])("decodes %s as Kubernetes does, every byte in one field", (file, count) => {
  const { pairs } = randomPairs(pathOf(`fixtures/conformance/${file}`));
  const wrong = pairs.map((pair) => ({ name: pair.name, ...checkPair(decoder, pair) }));
  expect(wrong.filter(({ difference, tiling }) => difference !== undefined || tiling !== undefined)).toEqual(
    [],
  );
  expect(pairs).toHaveLength(count);
});
