import { readFileSync } from "node:fs";
import { join } from "node:path";
import { recognise } from "../../apps/server/src/decode-input/recognise.ts";
import type { Pair, PairSet } from "./pairs.ts";

interface Input {
  readonly id: string;
  readonly key?: string;
  readonly valueB64: string;
}

interface Expected {
  readonly id: string;
  readonly documents: readonly unknown[];
}

/** The values of people's reports (`fixtures/reports`), each document of an input a pair of its own. */
export function reportPairs(folder: string): PairSet {
  const lines = (name: string) => readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean);
  const answers = lines("decode-expected.jsonl").map((line): Expected => JSON.parse(line));
  const pairs = lines("decode-inputs.jsonl").flatMap((line) => {
    const input: Input = JSON.parse(line);
    return pairsOf(input, answers.find(({ id }) => id === input.id)?.documents ?? []);
  });
  return { name: "reports", pairs };
}

function pairsOf({ id, key, valueB64 }: Input, documents: readonly unknown[]): Pair[] {
  const { stored } = recognise(Buffer.from(valueB64, "base64"));
  return documents.map((document, at) => ({
    name: documents.length > 1 ? `${id} #${at}` : id,
    ...(key === undefined ? {} : { key: Buffer.from(key) }),
    value: stored[at]?.value ?? new Uint8Array(0),
    expected: [JSON.stringify(document)],
  }));
}
