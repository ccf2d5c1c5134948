import type { Decoder } from "@etcdscope/kubernetes";
import { printJson } from "@etcdscope/kubernetes";
import { firstDifference, parseExact } from "./exact-json.ts";
import type { Pair } from "./pairs.ts";
import { tilingFault } from "./tiling.ts";

/** What is wrong with how a pair's value was decoded; undefined where nothing is. */
export interface Check {
  readonly difference: string | undefined;
  readonly tiling: string | undefined;
}

const anyKey = new TextEncoder().encode("/registry/conformance/pair");

/** Decodes a value and compares its JSON with each text that is right. */
export function checkPair(decoder: Decoder, { key = anyKey, value, expected }: Pair): Check {
  const decoded = decoder.decode(key, value);
  const actual = printJson(decoded)?.text;
  const differences = expected.map((text) => differenceFrom(text, actual));
  return {
    difference: differences.includes(undefined) ? undefined : (differences[0] ?? "no expected JSON"),
    tiling: [decoded, ...decoded.layers.map((layer) => layer.decoded)]
      .map(({ fields, bytes }) => tilingFault(fields, 0, bytes.length))
      .find((fault) => fault !== undefined),
  };
}

function differenceFrom(expected: string, actual: string | undefined): string | undefined {
  if (actual === undefined) return "no document";
  try {
    return firstDifference(parseExact(expected), parseExact(actual));
  } catch (error) {
    return String(error);
  }
}
