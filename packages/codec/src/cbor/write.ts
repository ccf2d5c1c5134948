import type { FieldNode } from "../field/node.ts";
import type { Redact } from "../json/write.ts";
import type { DocumentWriter } from "../print/writer.ts";
import { compareUtf8 } from "../text/order.ts";
import { type ByteText, expectedLater } from "./byte-text.ts";
import { epochText } from "./epoch.ts";
import { bigEndian } from "./head.ts";
import { readCborScalar } from "./scalar.ts";
import { stringBytes } from "./string.ts";

const longestNumber = 256;

/**
 * Writes a CBOR item as JSON as Kubernetes does: members in the byte order of their names, byte strings without a tag
 * as text, because that is how it stores text, seconds since 1970 as RFC 3339. A map or list ends before its first
 * damaged element.
 */
export function writeCborNode(
  bytes: Uint8Array,
  node: FieldNode,
  writer: DocumentWriter,
  redact?: Redact,
): void {
  new CborWriter(bytes, writer, redact).write(node, null);
}

class CborWriter {
  private readonly bytes: Uint8Array;
  private readonly writer: DocumentWriter;
  private readonly redact: Redact | undefined;

  constructor(bytes: Uint8Array, writer: DocumentWriter, redact: Redact | undefined) {
    this.bytes = bytes;
    this.writer = writer;
    this.redact = redact;
  }

  /** `byteText` is how byte strings are written below a tag that says so. */
  write(node: FieldNode, byteText: ByteText | null): void {
    const hidden = node.children === null ? this.redact?.(node) : undefined;
    if (hidden !== undefined) this.writer.text(hidden);
    else if (node.type === "map") this.map(node, byteText);
    else if (node.type === "list") this.list(node, byteText);
    else if (node.type.startsWith("tag ")) this.tagged(node, byteText);
    else if (node.type.endsWith(" string")) this.string(node, byteText);
    else this.writer.literal(literalText(this.bytes, node));
  }

  private map(node: FieldNode, byteText: ByteText | null): void {
    this.writer.beginObject();
    for (const child of [...wholeChildren(node)].sort(byName)) {
      this.writer.memberText(child.name ?? "");
      this.write(child, byteText);
    }
    this.writer.endObject();
  }

  private list(node: FieldNode, byteText: ByteText | null): void {
    this.writer.beginArray();
    for (const child of wholeChildren(node)) {
      this.writer.item();
      this.write(child, byteText);
    }
    this.writer.endArray();
  }

  private tagged({ type, children }: FieldNode, byteText: ByteText | null): void {
    const content = children?.[0];
    if (content === undefined || content.type === "damage") this.writer.literal("null");
    else if (isBigNumber(type, content)) this.writer.literal(this.bigNumber(content, type));
    else if (type === "tag 1" && this.epoch(content)) return;
    else this.write(content, expectedLater.get(type) ?? byteText);
  }

  /** Writes a time; false for what is none. */
  private epoch(content: FieldNode): boolean {
    if (this.redact?.(content) !== undefined) return false;
    const seconds = readCborScalar(this.bytes, content);
    const text = typeof seconds === "bigint" || typeof seconds === "number" ? epochText(seconds) : null;
    if (text !== null) this.writer.text(text);
    return text !== null;
  }

  private bigNumber(content: FieldNode, type: string): string {
    const { valueStart, valueEnd } = content;
    const size = bigEndian(this.bytes, valueStart, valueEnd - valueStart);
    return String(type === "tag 2" ? size : -1n - size);
  }

  private string(node: FieldNode, byteText: ByteText | null): void {
    const bytes = stringBytes(this.bytes, node);
    if (byteText !== null && node.type === "byte string") this.writer.text(byteText(bytes));
    else this.writer.utf8(bytes, 0, bytes.length);
  }
}

/** Tags 2 and 3; what is longer than any sane number stays bytes, for turning it into digits takes long. */
function isBigNumber(type: string, { type: content, children, valueStart, valueEnd }: FieldNode): boolean {
  if (type !== "tag 2" && type !== "tag 3") return false;
  return content === "byte string" && children === null && valueEnd - valueStart <= longestNumber;
}

function* wholeChildren({ children }: FieldNode): Generator<FieldNode> {
  for (const child of children ?? []) {
    if (child.type === "damage") return;
    yield child;
  }
}

function literalText(bytes: Uint8Array, node: FieldNode): string {
  const value = readCborScalar(bytes, node);
  if (typeof value === "number" && !Number.isFinite(value)) return "null";
  return value === undefined ? "null" : String(value);
}

const byName = (one: FieldNode, other: FieldNode): number => compareUtf8(one.name ?? "", other.name ?? "");
