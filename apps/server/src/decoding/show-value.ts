import { type Decoder, type SecretSpan, secretSpans } from "@etcdscope/kubernetes";
import { fingerprints } from "../masking/fingerprints.ts";
import { mask } from "../masking/mask.ts";
import { decodedValue, hiddenValue } from "./decoded-value.ts";
import type { ShowValue } from "./stored-value.ts";

/** Values larger than this are never decoded; etcd's own limit for a request is 1.5 MiB unless raised. */
const largestDecoded = 64 * 1024 * 1024;

/** Shows values with their secrets hidden; fingerprints of the hidden bytes are this reader's own. */
export function secretKeepingReader(decoder: Decoder): ShowValue {
  const fingerprint = fingerprints();
  return (key, stored) => {
    if (stored.length > largestDecoded) return hiddenValue(mask(stored, [whole(stored)], fingerprint));
    const decoded = decoder.decode(key, stored);
    const secrets = secretSpans(key, decoded);
    const shown = mask(stored, secrets, fingerprint);
    if (shown.masked.length === 0) return decodedValue(decoded, shown);
    if (isWhole(secrets, stored)) return hiddenValue(shown, decoded.encoding.id);
    // From here on only the masked bytes are decoded: no view can hold what is not in them.
    return decodedValue(decoder.decode(key, shown.bytes), shown);
  };
}

/** Shows values as they are, for a person who may have them. */
export function openReader(decoder: Decoder): ShowValue {
  return (key, stored) => decodedValue(decoder.decode(key, stored), { bytes: stored, masked: [] });
}

const whole = ({ length }: Uint8Array): SecretSpan => ({ span: { start: 0, end: length }, path: null });

function isWhole(secrets: readonly SecretSpan[], { length }: Uint8Array): boolean {
  return secrets.some(({ span }) => span.start === 0 && span.end === length);
}
