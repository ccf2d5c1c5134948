import type { ValueAnswer } from "@etcdscope/contract";
import type { MaskedBytes } from "../masking/mask.ts";

/** The part of a value's answer that comes out of its bytes. */
export type Views = Pick<ValueAnswer, "encoding" | "json" | "jsonRanges" | "fields" | "wire" | "warnings">;

/** What to send of large values, which otherwise wait until they are asked for. */
interface ViewOptions {
  readonly allFields: boolean;
  readonly allText: boolean;
}

/** How stored bytes become what may be shown. */
export interface ValueReader {
  /** The bytes with every secret hidden. */
  shown(key: Uint8Array, stored: Uint8Array): MaskedBytes;
  /** The views of bytes that {@link shown} gave. */
  views(key: Uint8Array, shown: MaskedBytes, options: ViewOptions): Views;
}
