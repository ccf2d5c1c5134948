import type { FieldNode } from "../field/node.ts";
import { hexText } from "../print/hex.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { type ByteText, expectedLater } from "./byte-text.ts";

/** The bytes of a text or byte string, its pieces behind each other where it is of indefinite length. */
export function stringBytes(bytes: Uint8Array, { children, valueStart, valueEnd }: FieldNode): Uint8Array {
  if (children === null) return bytes.subarray(valueStart, valueEnd);
  const size = children.reduce((sum, piece) => sum + piece.valueEnd - piece.valueStart, 0);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of children) {
    whole.set(bytes.subarray(piece.valueStart, piece.valueEnd), at);
    at += piece.valueEnd - piece.valueStart;
  }
  return whole;
}

/**
 * The name that a map's key gives, as Kubernetes reads it: text, bytes that hold text or are written as a tag says,
 * and null as the empty name. A key of another type is shown by its encoding.
 */
export function keyText(bytes: Uint8Array, key: FieldNode, byteText: ByteText | null = null): string {
  const content = key.type.startsWith("tag ") ? key.children?.[0] : undefined;
  if (content !== undefined) return keyText(bytes, content, expectedLater.get(key.type) ?? byteText);
  if (key.type === "nil") return "";
  if (key.type === "byte string" && byteText !== null) return byteText(stringBytes(bytes, key));
  if (key.type === "text string" || key.type === "byte string") return decodeUtf8(stringBytes(bytes, key));
  return oddName(bytes, key);
}

/** A key may be a map with such keys, 400 levels deep: each level must not be written out again. */
const longestOddName = 64;

function oddName(bytes: Uint8Array, { start, end }: FieldNode): string {
  if (end - start <= longestOddName) return hexText(bytes.subarray(start, end));
  return `${hexText(bytes.subarray(start, start + longestOddName))}… (${end - start} bytes)`;
}
