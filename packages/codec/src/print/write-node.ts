import { writeCborNode } from "../cbor/write.ts";
import type { FieldNode } from "../field/node.ts";
import { type Redact, writeJsonNode } from "../json/write.ts";
import type { DocumentWriter } from "./writer.ts";

const jsonTypes = new Set(["object", "array", "string", "number", "boolean", "null"]);

/** Writes the value of a JSON or CBOR node. */
export function writeNode(bytes: Uint8Array, node: FieldNode, writer: DocumentWriter, redact?: Redact): void {
  if (jsonTypes.has(node.type)) writeJsonNode(bytes, node, writer, redact);
  else writeCborNode(bytes, node, writer, redact);
}
