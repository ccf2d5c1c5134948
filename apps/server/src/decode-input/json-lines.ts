import { isJson } from "@etcdscope/codec";
import type { Recognised, Stored } from "./stored.ts";

const lineFeed = 0x0a;

/** Several JSON objects or lists, each on a line of its own. */
export function readJsonLines(input: Uint8Array): Recognised | null {
  if (input[0] !== 0x7b && input[0] !== 0x5b) return null;
  const stored: Stored[] = [];
  for (let from = 0; from < input.length; ) {
    const found = input.indexOf(lineFeed, from);
    const end = found < 0 ? input.length : found;
    const value = input.subarray(from, end);
    from = end + 1;
    if (value.every((byte) => byte <= 0x20)) continue;
    if ((value[0] !== 0x7b && value[0] !== 0x5b) || !isJson(value)) return null;
    stored.push({ key: undefined, value });
  }
  return stored.length < 2 ? null : { form: "JSON lines", stored };
}
