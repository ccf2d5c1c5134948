import type { FieldNode } from "../field/node.ts";
import type { Redact } from "../json/write.ts";
import { hexText } from "../print/hex.ts";
import type { DocumentWriter } from "../print/writer.ts";
import { encodeBase64 } from "../text/base64.ts";
import { bigEndian } from "./head.ts";
import { readCborScalar } from "./scalar.ts";

const longestNumber = 256;

type ByteText = (bytes: Uint8Array) => string;

/** How byte strings become text under the tags 21 to 23 (RFC 8949, 3.4.5.2). */
const expectedLater: ReadonlyMap<string, ByteText> = new Map<string, ByteText>([
  [
    "tag 21",
    (bytes) =>
      encodeBase64(bytes).replace(/[+/=]/g, (char) => (char === "+" ? "-" : char === "/" ? "_" : "")),
  ],
  ["tag 22", (bytes) => encodeBase64(bytes)],
  ["tag 23", hexText],
]);

/**
 * Writes a CBOR item as JSON as Kubernetes does: byte strings without a tag are text, because that is how it stores
 * text. A map or list ends before its first damaged element.
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
    for (const child of wholeChildren(node)) {
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
    else this.write(content, expectedLater.get(type) ?? byteText);
  }

  private bigNumber(content: FieldNode, type: string): string {
    const { valueStart, valueEnd } = content;
    const size = bigEndian(this.bytes, valueStart, valueEnd - valueStart);
    return String(type === "tag 2" ? size : -1n - size);
  }

  private string(node: FieldNode, byteText: ByteText | null): void {
    const whole = node.children === null ? null : this.joined(node.children);
    const bytes = whole ?? this.bytes;
    const [start, end] = whole === null ? [node.valueStart, node.valueEnd] : [0, whole.length];
    if (byteText !== null && node.type === "byte string")
      this.writer.text(byteText(bytes.subarray(start, end)));
    else this.writer.utf8(bytes, start, end);
  }

  private joined(chunks: readonly FieldNode[]): Uint8Array {
    const size = chunks.reduce((sum, { valueStart, valueEnd }) => sum + valueEnd - valueStart, 0);
    const whole = new Uint8Array(size);
    let at = 0;
    for (const { valueStart, valueEnd } of chunks) {
      whole.set(this.bytes.subarray(valueStart, valueEnd), at);
      at += valueEnd - valueStart;
    }
    return whole;
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
