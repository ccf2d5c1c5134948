import type { Decoder } from "@etcdscope/kubernetes";
import { type DecodingSettings, decoderOf } from "../decoding/decoding-settings.ts";
import { openReader, type SecretKeeping, secretKeepingReader } from "../decoding/show-value.ts";
import type { ShowValue } from "../decoding/stored-value.ts";
import { type Reveal, revealer } from "../masking/reveal.ts";

/** What all threads of a run have in common. */
export interface ValueSettings {
  readonly decoding: DecodingSettings;
  /** With one key of fingerprints equal bytes have one mark, whichever thread hides them. `off` hides nothing. */
  readonly secrets: SecretKeeping | "off";
}

/** What a thread needs to make sense of values. */
export interface ValueTools {
  /** Hides what is secret. */
  readonly show: ShowValue;
  readonly reveal: Reveal;
}

export async function openValueTools({ decoding, secrets }: ValueSettings): Promise<ValueTools> {
  return valueToolsOf(await decoderOf(decoding), secrets);
}

/** Throws `SecretPlaceFault` for a path to hide that is none. */
export function valueToolsOf(decoder: Decoder, secrets: ValueSettings["secrets"] = {}): ValueTools {
  const show = secrets === "off" ? openReader(decoder) : secretKeepingReader(decoder, secrets);
  return { show, reveal: revealer(decoder, show) };
}
