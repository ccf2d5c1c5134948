import { unquoted } from "./go-quoted.ts";
import type { Recognised, Stored } from "./stored.ts";

/** `etcdctl get -w fields`: a line for each field, `"Key" : "/registry/…"`, strings as Go quotes them. */
export function readEtcdctlFields(input: Uint8Array): Recognised | null {
  const text = Buffer.from(input.buffer, input.byteOffset, input.length);
  if (input[0] !== 0x22 || !text.subarray(0, opening.length).equals(opening)) return null;
  const stored: Stored[] = [];
  let key: Uint8Array | undefined;
  for (const line of text.toString("utf8").split("\n")) {
    const [, name, quoted = ""] = /^"(Key|Value)" : (".*")$/.exec(line) ?? [];
    const bytes = name === undefined ? null : unquoted(quoted);
    if (name === "Key" && bytes !== null) key = bytes;
    if (name === "Value" && bytes !== null) stored.push({ key, value: bytes });
  }
  return { form: 'the output of "etcdctl get -w fields"', stored };
}

const opening = Buffer.from('"ClusterID" : ');
