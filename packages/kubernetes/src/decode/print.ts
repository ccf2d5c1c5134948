import { type FieldNode, JsonWriter, type PrintedText, type Redact, YamlWriter } from "@etcdscope/codec";
import { type Decoded, documentOf } from "./decoded.ts";

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
  const writer = new JsonWriter({ indent, ranges, capacity: 1024 + decoded.bytes.length * 3 });
  decoded.write(writer, redact);
  return writer.finish();
}

/** Levels of a document beyond which YAML's indentation costs more than it shows. */
const deepestYaml = 50;

/** The document as block YAML; one that is nested very deeply is written as JSON, which is YAML too. */
export function printYaml(decoded: Decoded, options: Omit<PrintOptions, "indent"> = {}): PrintedText | null {
  if (decoded.write === null) return null;
  if (isDeeper(documentOf(decoded).fields, deepestYaml)) return printJson(decoded, options);
  const writer = new YamlWriter({ ranges: options.ranges ?? true });
  decoded.write(writer, options.redact);
  return writer.finish();
}

function isDeeper(nodes: readonly FieldNode[], levels: number): boolean {
  return levels === 0 || nodes.some(({ children }) => children !== null && isDeeper(children, levels - 1));
}
