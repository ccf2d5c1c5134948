import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Pair, PairSet } from "./pairs.ts";

interface HistoryPairs {
  readonly sets: readonly PairSet[];
  /** What could not be read, a line each. */
  readonly missing: readonly string[];
}

/**
 * Kubernetes' golden pairs of many releases, which are too many to keep in the repository:
 * `golden-history.jsonl.xz` of releases, `golden-next.jsonl.xz` of the one in work. Rows are
 * `{key, valueB64, expected}`, `expected` last. `xz` unpacks them.
 */
export function historyPairs(folder: string): HistoryPairs {
  const sets: PairSet[] = [];
  const missing: string[] = [];
  for (const name of ["golden-history", "golden-next"])
    try {
      sets.push({ name, pairs: readPairs(join(folder, `${name}.jsonl.xz`)) });
    } catch (error) {
      missing.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  return { sets, missing };
}

const maxBuffer = 1024 * 1024 * 1024;

function readPairs(file: string): Pair[] {
  if (!existsSync(file)) throw new Error(`${file} is not there`);
  const text = execFileSync("xz", ["-dc", file], { maxBuffer, encoding: "utf8" });
  return text.split("\n").filter(Boolean).map(pairOf);
}

/** `expected` is cut out as text, to keep its numbers whole. */
function pairOf(line: string): Pair {
  const { key, valueB64 }: { key: string; valueB64: string } = JSON.parse(line);
  const expected = /^\{"key":"[^"]*","valueB64":"[^"]*","expected":(.*)\}$/s.exec(line)?.[1];
  if (expected === undefined)
    throw new Error(`not a row of key, valueB64 and expected: ${line.slice(0, 80)}`);
  return { name: key, value: Buffer.from(valueB64, "base64"), expected: [expected] };
}
