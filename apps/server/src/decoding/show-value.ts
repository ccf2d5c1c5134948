import { type Decoded, type Decoder, notesOf, type SecretSpan, secretSpans } from "@etcdscope/kubernetes";
import { fingerprints } from "../masking/fingerprints.ts";
import { type MaskedBytes, mask } from "../masking/mask.ts";
import { decodedValue, hiddenValue } from "./decoded-value.ts";
import { layersWithin } from "./layers-within.ts";
import type { ShownLayer, ShownValue, ShowValue } from "./stored-value.ts";

/** Values larger than this are never decoded; etcd's own limit for a request is 1.5 MiB unless raised. */
const largestDecoded = 64 * 1024 * 1024;

/** Shows values with their secrets hidden; fingerprints of the hidden bytes are this reader's own, unless it is given some. */
export function secretKeepingReader(decoder: Decoder, fingerprint = fingerprints()): ShowValue {
  const shown = (key: Uint8Array, decoded: Decoded): ShownValue => {
    const { bytes, encoding } = decoded;
    const secrets = secretsIn(key, decoded);
    const masked = mask(bytes, secrets, fingerprint);
    if (isWhole(secrets, bytes)) return hiddenValue(masked, encoding.id);
    const layers = shownLayers(decoded, (layer) => shown(key, layer));
    const inside = layersWithin(decoded, masked, layers, decoder, (layer) => shown(noKey, layer));
    // From here on only the masked bytes are decoded: no view can hold what is not in them.
    const open = secrets.length === 0 ? decoded : decoder.decode(key, masked.bytes);
    return decodedValue(open, masked, { layers, notes: notesOf(key, decoded), ...inside });
  };
  return (key, stored) =>
    stored.length > largestDecoded
      ? hiddenValue(mask(stored, [whole(stored)], fingerprint))
      : shown(key, decoder.decode(key, stored));
}

/** Shows values as they are, for a person who may have them. */
export function openReader(decoder: Decoder): ShowValue {
  const shown = (key: Uint8Array, decoded: Decoded): ShownValue => {
    const open: MaskedBytes = { bytes: decoded.bytes, masked: [] };
    const layers = shownLayers(decoded, (layer) => shown(key, layer));
    const inside = layersWithin(decoded, open, layers, decoder, (layer) => shown(noKey, layer));
    return decodedValue(decoded, open, { layers, notes: notesOf(key, decoded), ...inside });
  };
  return (key, stored) => shown(key, decoder.decode(key, stored));
}

/** A layer within a value has no key of its own. */
const noKey = new Uint8Array(0);

/** Forms in which Kubernetes' own objects are written, and may be Secrets. */
const objectForms: ReadonlySet<string> = new Set(["kubernetes-protobuf", "json", "cbor"]);

/** Ciphertext is no secret: what was made of it is a layer, and hides its own. */
function secretsIn(key: Uint8Array, decoded: Decoded): SecretSpan[] {
  const { id } = decoded.encoding;
  if (id === "encrypted" || (key.length === 0 && !objectForms.has(id))) return [];
  return secretSpans(key, decoded);
}

function shownLayers(decoded: Decoded, shown: (layer: Decoded) => ShownValue): ShownLayer[] {
  return decoded.layers.map((layer) => ({
    name: layer.name,
    step: layer.name,
    path: null,
    facts: [],
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
