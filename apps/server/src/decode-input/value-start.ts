import { isJson, isSelfDescribedCbor, parseCbor, WireReader } from "@etcdscope/codec";

const magic = [0x6b, 0x38, 0x73, 0x00];
const encrypted = new TextEncoder().encode("k8s:enc:");

/** Marks by which the API server knows its own values. */
export type Mark = "protobuf" | "cbor" | "encrypted";

export function markAt(bytes: Uint8Array, at: number): Mark | null {
  if (magic.every((byte, i) => bytes[at + i] === byte)) return "protobuf";
  if (isSelfDescribedCbor(bytes, at)) return "cbor";
  return encrypted.every((byte, i) => bytes[at + i] === byte) ? "encrypted" : null;
}

/** Whether bytes are what an API server stores: marked as such, or a JSON object. */
export function isStoredObject(bytes: Uint8Array): boolean {
  return markAt(bytes, 0) !== null || (bytes[0] === 0x7b && isJson(bytes));
}

const lineFeed = 0x0a;

/**
 * Where a marked value ends that begins at `start`: where its own format is at its end and `isNext` finds that another
 * key begins, else at the end of the input. Reads every byte once.
 */
export function markedEnd(
  bytes: Uint8Array,
  start: number,
  mark: Mark,
  isNext: (at: number) => boolean,
): number {
  if (mark === "cbor") return parseCbor(bytes, start)[0]?.end ?? bytes.length;
  if (mark === "encrypted") return lineEnd(bytes, start, isNext);
  const envelope = new WireReader(bytes, start + magic.length);
  for (;;) {
    const at = envelope.position;
    if (at >= bytes.length || (bytes[at] === lineFeed && isNext(at + 1))) return at;
    if (!envelope.next()) return lineEnd(bytes, start, isNext);
  }
}

/** Ciphertext does not say where it ends, nor does what is damaged: at the first line end behind which a key begins. */
function lineEnd(bytes: Uint8Array, start: number, isNext: (at: number) => boolean): number {
  for (let at = bytes.indexOf(lineFeed, start); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    if (isNext(at + 1)) return at;
  }
  return bytes.length;
}
