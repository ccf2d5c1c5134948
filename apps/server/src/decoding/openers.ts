import { createHash } from "node:crypto";
import { constants, gunzipSync, inflateSync } from "node:zlib";
import type { Openers, Packing, Unpacked } from "@etcdscope/kubernetes";
import { readYaml } from "./yaml-tree.ts";

/** What opens values within values on this machine. */
export const openers: Openers = {
  unpack,
  yaml: readYaml,
  sha256: (bytes) => createHash("sha256").update(bytes).digest(),
};

/** Heads that are tried: a byte of what is packed most tightly is a thousand, and as few must be unpacked of it. */
const smallest = 24;

/**
 * What is cut off, or goes on beyond `most`, is unpacked as far as it goes: first whole, and where that fails by
 * ever shorter heads, for the library hands out nothing of what it could not finish.
 */
function unpack(packing: Packing, bytes: Uint8Array, most: number): Unpacked | null {
  const whole = unpackHead(packing, bytes, most, constants.Z_FINISH);
  if (whole !== null) return { bytes: whole, isCut: false };
  for (let size = bytes.length; size > smallest; size >>= 1) {
    const head = unpackHead(packing, bytes.subarray(0, size), most, constants.Z_SYNC_FLUSH);
    if (head !== null && head.length > 0) return { bytes: head, isCut: true };
  }
  return null;
}

function unpackHead(packing: Packing, bytes: Uint8Array, most: number, finishFlush: number): Buffer | null {
  const unpackSync = packing === "gzip" ? gunzipSync : inflateSync;
  try {
    return unpackSync(bytes, { maxOutputLength: most, finishFlush });
  } catch {
    return null;
  }
}
