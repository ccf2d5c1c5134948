import { parseKeyRef } from "@etcdscope/contract";
import { UsageFault } from "./faults.ts";
import { keyTyped } from "./shown-text.ts";

/** The bytes of a key or a prefix: the word, escaped as keys are printed, or those that `--keyb` gives. */
export function bytesArgument(word: string | undefined, keyb: string | undefined): Uint8Array | undefined {
  if (keyb === undefined) return word === undefined ? undefined : keyTyped(word);
  if (word !== undefined) throw new UsageFault("Give the key or --keyb, not both.");
  const bytes = parseKeyRef({ keyb });
  if (bytes === undefined) throw new UsageFault("--keyb takes base64url without padding.");
  return bytes;
}
