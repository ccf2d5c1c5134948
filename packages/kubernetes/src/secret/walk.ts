import { entryKey, type FieldNode, formatPath, type PathStep, readScalar } from "@etcdscope/codec";
import type { Decoded } from "../decode/decoded.ts";
import type { ContentScan } from "./content.ts";
import { nodeText, type ObjectRule, ruleOfNode } from "./object-rule.ts";
import type { SecretPath } from "./rules.ts";
import { type SecretSpan, secretSpan } from "./secret-span.ts";

/** The object that a node is in, by its rule, and the rule of the items that it lists. */
interface Around {
  readonly rule: ObjectRule | null;
  readonly items: ObjectRule | null;
  /** Steps of the path to that object. */
  readonly depth: number;
}

const outside: Around = { rule: null, items: null, depth: 0 };

/** Characters of a path that is told with what is hidden at its end. */
const longestPath = 1000;

/** Goes over a value's fields once, and collects those that are secret. */
export class SecretWalk {
  private readonly spans: SecretSpan[] = [];
  /** The path of the node that is looked at. */
  private readonly path: PathStep[] = [];
  private readonly decoded: Pick<Decoded, "bytes" | "text">;
  private readonly content: ContentScan | null;
  private readonly isSecretPath: SecretPath | null;

  constructor(
    decoded: Pick<Decoded, "bytes" | "text">,
    content: ContentScan | null,
    isSecretPath: SecretPath | null = null,
  ) {
    this.decoded = decoded;
    this.content = content;
    this.isSecretPath = isSecretPath;
  }

  /** `rule` is that of the object that all the nodes belong to, `items` that of what it lists. */
  visit(
    nodes: readonly FieldNode[],
    { rule, items }: Pick<Around, "rule" | "items"> = outside,
  ): SecretSpan[] {
    this.all(nodes, { rule, items, depth: 0 });
    return this.spans.filter(({ span }) => span.end > span.start);
  }

  private all(nodes: readonly FieldNode[], around: Around): void {
    const { length } = this.path;
    for (const node of nodes) {
      const steps = stepsTo(this.decoded.bytes, node);
      if (steps === null) {
        this.aside(node, around);
        continue;
      }
      this.path.push(...steps);
      this.one(node, around);
      this.path.length = length;
    }
  }

  private one(node: FieldNode, around: Around): void {
    const { children } = node;
    if (children === null || isInPieces(node)) this.leaf(node, around);
    else this.all(children, this.aroundIn(node, around));
  }

  /** The rule of an object counts for all that is in it; a list hands that of its items on. */
  private aroundIn(node: FieldNode, around: Around): Around {
    const depth = this.path.length;
    if (around.items !== null && this.isItemOf(around)) return { rule: around.items, items: null, depth };
    if (around.rule !== null) return around;
    const { own, items } = ruleOfNode(this.decoded.bytes, node, depth > 0);
    return own === null ? around : { rule: own, items, depth };
  }

  /** `items[3]` of a list. */
  private isItemOf({ depth }: Around): boolean {
    const [name, index, ...more] = this.path.slice(depth);
    return more.length === 0 && typeof index === "number" && String(name).toLowerCase() === "items";
  }

  private leaf(node: FieldNode, around: Around): void {
    if (!this.isSecret(node, around) && !this.holdsSecret(node)) return;
    const path = this.pathText();
    for (const piece of piecesOf(node)) this.spans.push(secretSpan(piece, path));
  }

  private pathText(): string | null {
    const size = this.path.reduce<number>((sum, step) => sum + String(step).length, 0);
    return size > longestPath || this.path.length === 0 ? null : formatPath(this.path);
  }

  private isSecret(node: FieldNode, { rule, depth }: Around): boolean {
    if (node.type === "null" || node.type === "nil" || isEntryKey(node)) return false;
    if (this.isSecretPath === null && rule === null) return false;
    const text = nodeText(this.decoded.bytes, node);
    if (this.isSecretPath?.(this.path, isText(node) ? text : null) === true) return true;
    if (rule === null) return false;
    return rule.isSecret({ path: this.path.slice(depth), text, isText: isText(node) });
  }

  private holdsSecret(node: FieldNode): boolean {
    if (this.content === null || (node.wireType !== null && node.wireType !== 2)) return false;
    return this.content.holds(this.contentOf(node));
  }

  /** What a text stands for, escapes undone; of damage the bytes themselves. */
  private contentOf(node: FieldNode): Uint8Array {
    const { bytes } = this.decoded;
    const scalar = isInPieces(node)
      ? nodeText(bytes, node)
      : (this.decoded.text?.(node) ?? readScalar(bytes, node));
    if (typeof scalar === "string") return encoder.encode(scalar);
    return scalar instanceof Uint8Array ? scalar : bytes.subarray(node.valueStart, node.valueEnd);
  }

  /** What has no place in the document: in a secret object all of it is hidden. */
  private aside(node: FieldNode, around: Around): void {
    if (node.name === "magic") return;
    if (around.rule !== null) this.spans.push(secretSpan(node, null));
    else if (node.children !== null) for (const child of node.children) this.aside(child, around);
    else if (this.holdsSecret(node)) this.spans.push(secretSpan(node, null));
  }
}

const encoder = new TextEncoder();

/** The steps from a node's parent to it; null where it has no place in the document. */
function stepsTo(bytes: Uint8Array, node: FieldNode): readonly PathStep[] | null {
  const { place, name, index } = node;
  switch (place) {
    case "same":
      return [];
    case "none":
      return null;
    case "item":
      return [index];
    case "key":
      return [entryKey(bytes, node)];
    case "entry":
      return [name ?? "", entryKey(bytes, node)];
    default:
      return name === null ? null : index < 0 ? [name] : [name, index];
  }
}

function isEntryKey({ wireType, number, name }: FieldNode): boolean {
  return wireType === 2 && number === 1 && name === "key";
}

function isText({ wireType, type }: FieldNode): boolean {
  return wireType === null ? type.endsWith("string") || type === "text" : wireType === 2;
}

/** A CBOR string of unknown length: its pieces are one text. */
function isInPieces({ type, children }: FieldNode): boolean {
  return children !== null && type.endsWith(" string");
}

function piecesOf(node: FieldNode): readonly FieldNode[] {
  return node.children === null ? [node] : node.children.flatMap(piecesOf);
}
