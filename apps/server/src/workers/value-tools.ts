import type { Decoder } from "@etcdscope/kubernetes";
import { type DecodingSettings, decoderOf } from "../decoding/decoding-settings.ts";
import { secretKeepingReader } from "../decoding/show-value.ts";
import type { ShowValue } from "../decoding/stored-value.ts";
import { fingerprints } from "../masking/fingerprints.ts";
import { type Reveal, revealer } from "../masking/reveal.ts";

/** What all threads of a run have in common. */
export interface ValueSettings {
  readonly decoding: DecodingSettings;
  /** The key of the fingerprints: equal bytes have one mark, whichever thread hides them. */
  readonly fingerprintKey: Uint8Array;
}

/** What a thread needs to make sense of values. */
export interface ValueTools {
  /** Hides what is secret. */
  readonly show: ShowValue;
  readonly reveal: Reveal;
}

export async function openValueTools({ decoding, fingerprintKey }: ValueSettings): Promise<ValueTools> {
  return valueToolsOf(await decoderOf(decoding), fingerprintKey);
}

export function valueToolsOf(decoder: Decoder, fingerprintKey?: Uint8Array): ValueTools {
  const show = secretKeepingReader(decoder, fingerprints(fingerprintKey));
  return { show, reveal: revealer(decoder, show) };
}
