import type { FieldNode } from "../field/node.ts";
import type { DocumentWriter } from "../print/writer.ts";

/** Where the payload of a value stands in its bytes. */
export interface ValueBounds {
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** What stands in place of a value that is not to be shown; undefined shows it. */
export type Redact = (value: ValueBounds) => string | undefined;

/** Writes the value that a JSON node holds; a list or object ends before its first damaged element. */
export function writeJsonNode(
  bytes: Uint8Array,
  node: FieldNode,
  writer: DocumentWriter,
  redact?: Redact,
): void {
  const hidden = node.children === null ? redact?.(node) : undefined;
  if (hidden !== undefined) writer.text(hidden);
  else if (node.children !== null) writeContainer(bytes, node, writer, redact);
  else if (node.type === "string") writer.jsonString(bytes, node.valueStart, node.valueEnd);
  else if (node.type === "object" || node.type === "array") writer.literal("null");
  else writer.literalBytes(bytes, node.valueStart, node.valueEnd);
}

function writeContainer(bytes: Uint8Array, node: FieldNode, writer: DocumentWriter, redact?: Redact): void {
  const isObject = node.type === "object";
  if (isObject) writer.beginObject();
  else writer.beginArray();
  for (const child of node.children ?? []) {
    if (child.type === "damage") break;
    if (isObject) writer.memberText(child.name ?? "");
    else writer.item();
    writeJsonNode(bytes, child, writer, redact);
  }
  if (isObject) writer.endObject();
  else writer.endArray();
}
