import {
  type Decoded,
  type Decoder,
  notesOf,
  type SecretPlace,
  type SecretSpan,
  secretRules,
  secretSpans,
  wholeSpan,
} from "@etcdscope/kubernetes";
import { fingerprints } from "../masking/fingerprints.ts";
import { type MaskedBytes, mask } from "../masking/mask.ts";
import { decodedValue, hiddenValue } from "./decoded-value.ts";
import { layersWithin } from "./layers-within.ts";
import { openers } from "./openers.ts";
import type { ShownLayer, ShownValue, ShowValue } from "./stored-value.ts";

/** Values larger than this are never decoded; etcd's own limit for a request is 1.5 MiB unless raised. */
const largestDecoded = 64 * 1024 * 1024;

/** What is to be kept secret, as plain data that another thread can be given. */
export interface SecretKeeping {
  /** What an operator adds to the table of what is secret. */
  readonly mask?: readonly SecretPlace[];
  /** The key of fingerprints: readers with the same one give equal values equal marks. Random when absent. */
  readonly fingerprintKey?: Uint8Array;
}

/** Shows values with their secrets hidden. Throws `SecretPlaceFault` for a path in `mask` that is none. */
export function secretKeepingReader(
  decoder: Decoder,
  { mask: added, fingerprintKey }: SecretKeeping = {},
): ShowValue {
  const fingerprint = fingerprints(fingerprintKey);
  const rules = secretRules(openers, added);
  const shown = (key: Uint8Array, decoded: Decoded): ShownValue => {
    const { bytes, encoding } = decoded;
    // Ciphertext is no secret: what was made of it is a layer, and hides its own.
    const secrets = encoding.id === "encrypted" ? [] : secretSpans(key, decoded, rules);
    const masked = mask(bytes, secrets, fingerprint);
    if (isUnread(secrets)) return hiddenValue(masked, encoding.id);
    const layers = shownLayers(decoded, (layer) => shown(key, layer));
    const inside = layersWithin(decoded, masked, layers, decoder, (layer) => shown(noKey, layer));
    if (isWhole(secrets, bytes)) return { ...hiddenValue(masked, encoding.id, whyAll), ...inside };
    // From here on only the masked bytes are decoded: no view can hold what is not in them.
    const open = secrets.length === 0 ? decoded : decoder.decode(key, masked.bytes);
    return decodedValue(open, masked, { layers, notes: notesOf(key, decoded), ...inside });
  };
  return (key, stored) =>
    stored.length > largestDecoded
      ? hiddenValue(mask(stored, [wholeSpan(stored)], fingerprint))
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

const whyAll = "it holds a secret that is not in a field of its own: all of it is masked";

/** A layer within a value has no key of its own. */
const noKey = new Uint8Array(0);

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

const isUnread = (secrets: readonly SecretSpan[]): boolean => secrets.some((one) => one.isUnread === true);

function isWhole(secrets: readonly SecretSpan[], { length }: Uint8Array): boolean {
  return secrets.some(({ span }) => span.start === 0 && span.end === length);
}
