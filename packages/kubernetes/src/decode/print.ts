import { JsonWriter, type PrintedText, type Redact } from "@etcdscope/codec";
import type { Decoded } from "./decoded.ts";

export interface PrintOptions {
  /** What stands in place of a value; see `secretSpans`. */
  readonly redact?: Redact | undefined;
  /** Spaces per level, 2 unless told; 0 prints one line. */
  readonly indent?: number;
  /** Whether to note where each value stands in the text; unless told, it is noted. */
  readonly ranges?: boolean;
}

/** The document as JSON text with exact numbers; null where the value has none. */
export function printJson(decoded: Decoded, options: PrintOptions = {}): PrintedText | null {
  if (decoded.write === null) return null;
  const { indent = 2, ranges = true, redact } = options;
  const writer = new JsonWriter({ indent, ranges, capacity: 1024 + decoded.bytes.length * 2 });
  decoded.write(writer, redact);
  return writer.finish();
}
