import { epochText } from "../cbor/epoch.ts";
import { bigEndian } from "../cbor/head.ts";
import type { FieldNode } from "../field/node.ts";
import type { DocumentWriter } from "../print/writer.ts";
import { msgpackLiteral } from "./scalar.ts";

/**
 * Writes a MessagePack value as JSON: bytes and extensions in base64, timestamps (extension -1) in RFC 3339. A map or
 * list ends before its first damaged element.
 */
export function writeMsgpackNode(bytes: Uint8Array, node: FieldNode, writer: DocumentWriter): void {
  const { type, valueStart, valueEnd } = node;
  if (node.children !== null) writeContainer(bytes, node, writer);
  else if (type === "text string") writer.utf8(bytes, valueStart, valueEnd);
  else if (type === "byte string") writer.base64(bytes, valueStart, valueEnd);
  else if (type === "extension") writeExtension(bytes, node, writer);
  else writer.literal(msgpackLiteral(bytes, node));
}

function writeContainer(bytes: Uint8Array, { type, children }: FieldNode, writer: DocumentWriter): void {
  const isMap = type === "map";
  if (isMap) writer.beginObject();
  else writer.beginArray();
  for (const child of children ?? []) {
    if (child.type === "damage") break;
    if (isMap) writer.memberText(child.name ?? "");
    else writer.item();
    writeMsgpackNode(bytes, child, writer);
  }
  if (isMap) writer.endObject();
  else writer.endArray();
}

function writeExtension(
  bytes: Uint8Array,
  { valueStart, valueEnd }: FieldNode,
  writer: DocumentWriter,
): void {
  const start = valueStart + 1;
  const time = bytes[valueStart] === 0xff ? timestampText(bytes, start, valueEnd - start) : null;
  if (time === null) writer.base64(bytes, start, valueEnd);
  else writer.text(time);
}

const billion = 1_000_000_000n;

/** Seconds in 4 bytes; nanoseconds in 30 bits and seconds in 34; or nanoseconds in 4 bytes and seconds in 8. */
function timestampText(bytes: Uint8Array, start: number, size: number): string | null {
  const number = bigEndian(bytes, start, size);
  if (size === 4) return epochText(number);
  const [seconds, nanos] =
    size === 8 ? [number & 0x3_ffff_ffffn, number >> 34n] : [BigInt.asIntN(64, number), number >> 64n];
  if ((size !== 8 && size !== 12) || nanos >= billion) return null;
  const whole = epochText(seconds);
  const fraction = String(nanos).padStart(9, "0").replace(/0+$/, "");
  return whole === null || fraction === "" ? whole : whole.replace("Z", `.${fraction}Z`);
}
