import { type Decoded, type Decoder, notesOf, type SecretSpan, secretSpans } from "@etcdscope/kubernetes";
import { fingerprints } from "../masking/fingerprints.ts";
import { mask } from "../masking/mask.ts";
import { decodedValue, hiddenValue } from "./decoded-value.ts";
import type { ShownLayer, ShownValue, ShowValue } from "./stored-value.ts";

/** Values larger than this are never decoded; etcd's own limit for a request is 1.5 MiB unless raised. */
const largestDecoded = 64 * 1024 * 1024;

/** Shows values with their secrets hidden; fingerprints of the hidden bytes are this reader's own. */
export function secretKeepingReader(decoder: Decoder): ShowValue {
  const fingerprint = fingerprints();
  const shown = (key: Uint8Array, decoded: Decoded): ShownValue => {
    const { bytes, encoding } = decoded;
    const secrets = secretsIn(key, decoded);
    const masked = mask(bytes, secrets, fingerprint);
    if (isWhole(secrets, bytes)) return hiddenValue(masked, encoding.id);
    const layers = shownLayers(decoded, (layer) => shown(key, layer));
    // From here on only the masked bytes are decoded: no view can hold what is not in them.
    const open = secrets.length === 0 ? decoded : decoder.decode(key, masked.bytes);
    return decodedValue(open, masked, { layers, notes: notesOf(key, decoded) });
  };
  return (key, stored) =>
    stored.length > largestDecoded
      ? hiddenValue(mask(stored, [whole(stored)], fingerprint))
      : shown(key, decoder.decode(key, stored));
}

/** Shows values as they are, for a person who may have them. */
export function openReader(decoder: Decoder): ShowValue {
  const shown = (key: Uint8Array, decoded: Decoded): ShownValue => {
    const layers = shownLayers(decoded, (layer) => shown(key, layer));
    const beside = { layers, notes: notesOf(key, decoded) };
    return decodedValue(decoded, { bytes: decoded.bytes, masked: [] }, beside);
  };
  return (key, stored) => shown(key, decoder.decode(key, stored));
}

/** Ciphertext is no secret: what was made of it is a layer, and hides its own. */
function secretsIn(key: Uint8Array, decoded: Decoded): SecretSpan[] {
  return decoded.encoding.id === "encrypted" ? [] : secretSpans(key, decoded);
}

function shownLayers(decoded: Decoded, shown: (layer: Decoded) => ShownValue): ShownLayer[] {
  return decoded.layers.map((layer) => ({
    name: layer.name,
    parent: layer.parent,
    provenance: layer.provenance,
    hasDocument: decoded.write !== null && decoded.write === layer.decoded.write,
    value: shown(layer.decoded),
  }));
}

const whole = ({ length }: Uint8Array): SecretSpan => ({ span: { start: 0, end: length }, path: null });

function isWhole(secrets: readonly SecretSpan[], { length }: Uint8Array): boolean {
  return secrets.some(({ span }) => span.start === 0 && span.end === length);
}
