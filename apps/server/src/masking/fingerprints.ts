import { createHmac, randomBytes } from "node:crypto";

/** Hex digits of a fingerprint: enough to tell values apart by eye, too few to be worth guessing against. */
const digits = 8;

/**
 * Short marks by which hidden bytes can be compared: equal bytes, equal mark. They are keyed with a secret of this
 * run, so that nobody can guess a value and check the guess elsewhere.
 */
export function fingerprints(secret: Uint8Array = randomBytes(32)): (bytes: Uint8Array) => string {
  return (bytes) => createHmac("sha256", secret).update(bytes).digest("hex").slice(0, digits);
}
