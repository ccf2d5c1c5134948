import type { MaskedAnswer, SpanPair } from "@etcdscope/contract";
import { coverSecret, type SecretSpan } from "@etcdscope/kubernetes";

/** Stored bytes of which some are hidden: from here on nothing can read what was there. */
export interface MaskedBytes {
  readonly bytes: Uint8Array;
  readonly masked: readonly MaskedAnswer[];
}

/** A copy of `stored` whose secret spans are overwritten; the same array when there are none. */
export function mask(
  stored: Uint8Array,
  secrets: readonly SecretSpan[],
  fingerprint: (bytes: Uint8Array) => string,
): MaskedBytes {
  if (secrets.length === 0) return { bytes: stored, masked: [] };
  // Not slice: that of a Buffer is a view, and the stored bytes must stay what they are.
  const bytes = new Uint8Array(stored);
  for (const secret of secrets) coverSecret(bytes, secret);
  return { bytes, masked: secrets.map((secret) => maskedAnswer(secret, stored, fingerprint)) };
}

function maskedAnswer(
  { span: { start, end }, path }: SecretSpan,
  stored: Uint8Array,
  fingerprint: (bytes: Uint8Array) => string,
): MaskedAnswer {
  const span: SpanPair = [start, end];
  const print = fingerprint(stored.subarray(start, end));
  return { span, size: end - start, fingerprint: print, ...(path === null ? {} : { path }) };
}
