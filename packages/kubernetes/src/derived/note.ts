import { decodeUtf8 } from "@etcdscope/codec";
import type { Decoded } from "../decode/decoded.ts";
import { countRestated } from "../quantity/restated.ts";

/** What a value means beyond what it says. */
export interface ValueNote {
  readonly code: "compact_revision" | "quantities_restated";
  readonly message: string;
}

/** Explains values that say too little by themselves. */
export function notesOf(key: Uint8Array, decoded: Decoded): ValueNote[] {
  const { encoding } = decoded;
  if (encoding.id === "kubernetes-protobuf") return quantityNotes(decoded);
  if (encoding.id !== "number" || decodeUtf8(key) !== "compact_rev_key") return [];
  const message = "The revision up to which the API server last asked etcd to compact.";
  return [{ code: "compact_revision", message }];
}

function quantityNotes({ bytes, fields }: Decoded): ValueNote[] {
  if (countRestated(bytes, fields) === 0) return [];
  const message = "Some quantities are not stored in their canonical form; the fields show both.";
  return [{ code: "quantities_restated", message }];
}
