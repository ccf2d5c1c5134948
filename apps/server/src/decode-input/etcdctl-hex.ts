import type { Recognised, Stored } from "./stored.ts";

const hexLine = /^(?:\\x[0-9a-f]{2})*$/;

/** `etcdctl get --hex`: each key and each value on a line, every byte as `\x2f`. */
export function readEtcdctlHex(input: Uint8Array): Recognised | null {
  if (input[0] !== 0x5c || input[1] !== 0x78) return null;
  const lines = Buffer.from(input.buffer, input.byteOffset, input.length).toString("latin1").split("\n");
  if (lines.at(-1) === "") lines.pop();
  if (!lines.every((line) => hexLine.test(line))) return null;
  return { form: 'the output of "etcdctl get --hex"', stored: pairsOf(lines.map(bytesOf)) };
}

const bytesOf = (line: string): Uint8Array => Buffer.from(line.replaceAll("\\x", ""), "hex");

/** A line alone is a value, as `--print-value-only` leaves it. */
function pairsOf(lines: readonly Uint8Array[]): Stored[] {
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return [{ key: undefined, value: only }];
  const keys = lines.filter((_, at) => at % 2 === 0);
  return keys.map((key, at) => ({ key, value: lines[at * 2 + 1] ?? new Uint8Array(0) }));
}
