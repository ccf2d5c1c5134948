import { childPath, encodeUtf8, type FieldNode, readScalar, type Span } from "@etcdscope/codec";
import type { Decoded } from "../decode/decoded.ts";

/** A field that may hold a value in another form. */
export interface Leaf {
  readonly path: string | null;
  /** Its payload in the bytes. */
  readonly span: Span;
  /** What it holds: the payload itself, or the text that an escaped one stands for. */
  readonly content: Uint8Array;
  /** Whether offsets in the content are offsets from the payload's start. */
  readonly isDirect: boolean;
}

const shortest = 8;
/** UTF-16 units of a path beyond which a field is not looked into: a name may be a megabyte, and all below it bear it. */
const longestPath = 4096;
/** Fields that are looked at, in stored order. */
const mostLeaves = 100_000;

/** Texts and bytes among the fields, and the whole where nothing else is known of it. */
export function* leavesOf(decoded: Decoded): Generator<Leaf> {
  if (isUnread(decoded)) {
    yield wholeOf(decoded);
    return;
  }
  const walk = new LeafWalk(decoded);
  yield* walk.visit(decoded.fields, "");
}

/** Text, bytes, and what was only guessed to be something. */
function isUnread({ encoding }: Decoded): boolean {
  const { id, schema } = encoding;
  return id === "text" || id === "binary" || (id === "protobuf" && schema === undefined);
}

function wholeOf({ bytes }: Decoded): Leaf {
  return { path: null, span: { start: 0, end: bytes.length }, content: bytes, isDirect: true };
}

class LeafWalk {
  private readonly decoded: Decoded;
  private left = mostLeaves;

  constructor(decoded: Decoded) {
    this.decoded = decoded;
  }

  *visit(nodes: readonly FieldNode[], parent: string): Generator<Leaf> {
    for (const node of nodes) {
      if (this.left-- <= 0) return;
      const path =
        node.children !== null || mayHold(node) ? childPath(this.decoded.bytes, parent, node) : null;
      if (path === null || path.length > longestPath) continue;
      if (node.children === null) yield* this.leaf(node, path);
      else yield* this.visit(node.children, path);
    }
  }

  private *leaf(node: FieldNode, path: string): Generator<Leaf> {
    const { valueStart, valueEnd } = node;
    const span = { start: valueStart, end: valueEnd };
    const payload = this.decoded.bytes.subarray(valueStart, valueEnd);
    const text = this.decoded.text?.(node) ?? null;
    const isDirect = text === null && isStoredAsItIs(node, payload);
    const scalar = isDirect ? payload : (text ?? readScalar(this.decoded.bytes, node));
    const content = typeof scalar === "string" ? encodeUtf8(scalar) : scalar;
    if (content instanceof Uint8Array) yield { path, span, content, isDirect };
  }
}

const backslash = 0x5c;

/** Strings and bytes of protobuf, and JSON strings without escapes. */
function isStoredAsItIs({ wireType, type }: FieldNode, payload: Uint8Array): boolean {
  return (
    wireType === 2 ||
    type === "bytes" ||
    type === "text" ||
    (type === "string" && !payload.includes(backslash))
  );
}

function mayHold({ valueStart, valueEnd, type, problem, wireType }: FieldNode): boolean {
  if (valueEnd - valueStart < shortest || problem !== null) return false;
  const isBytes = type === "bytes" || type.endsWith("string") || type === "text";
  return isBytes && (wireType === null || wireType === 2);
}
