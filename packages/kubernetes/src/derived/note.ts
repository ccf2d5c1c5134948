import { decodeUtf8 } from "@etcdscope/codec";
import type { Decoded } from "../decode/decoded.ts";

/** What a value means beyond what it says. */
export interface ValueNote {
  readonly code: "compact_revision";
  readonly message: string;
}

/** Explains values that say too little by themselves. */
export function notesOf(key: Uint8Array, { encoding }: Decoded): ValueNote[] {
  if (encoding.id !== "number" || decodeUtf8(key) !== "compact_rev_key") return [];
  const message = "The revision up to which the API server last asked etcd to compact.";
  return [{ code: "compact_revision", message }];
}
