import { childPath, type FieldNode, spanOf } from "@etcdscope/codec";
import type { DecodeProblem } from "./decoded.ts";

const problemLimit = 100;

/** What a tree says about how well its bytes were understood. */
export interface Survey {
  readonly problems: readonly DecodeProblem[];
  /** Bytes that belong to a named, understood field. */
  readonly explained: number;
  /** Whether Kubernetes' own decoder refuses some of it: it is stricter than this one. */
  readonly refused: boolean;
}

/** Counts explained bytes and collects problems in one walk. Without a schema no field is missing in it. */
export function surveyFields(bytes: Uint8Array, nodes: readonly FieldNode[], hasSchema = true): Survey {
  const surveyor = new Surveyor(bytes, hasSchema);
  const explained = surveyor.explained(nodes);
  return { explained, problems: surveyor.problems, refused: surveyor.refused };
}

class Surveyor {
  readonly problems: DecodeProblem[] = [];
  refused = false;
  private readonly bytes: Uint8Array;
  private readonly hasSchema: boolean;
  private readonly chain: FieldNode[] = [];

  constructor(bytes: Uint8Array, hasSchema: boolean) {
    this.bytes = bytes;
    this.hasSchema = hasSchema;
  }

  explained(nodes: readonly FieldNode[]): number {
    let sum = 0;
    for (const node of nodes) sum += this.explainedBy(node);
    return sum;
  }

  private explainedBy(node: FieldNode): number {
    if (node.problem !== null) {
      this.note("damage", node, node.problem);
      this.refused ||= !isTolerated(node, node.problem);
    }
    if (node.children === null) return this.explainedByLeaf(node);
    if (isUnknown(node)) return this.unknown(node);
    const payload = node.valueEnd - node.valueStart;
    this.chain.push(node);
    const inside = this.explained(node.children);
    this.chain.pop();
    return node.end - node.start - payload + inside;
  }

  private explainedByLeaf(node: FieldNode): number {
    if (isUnknown(node)) return this.unknown(node);
    const isText = node.type === "string" && node.place !== "none";
    return node.problem === null || isText ? node.end - node.start : 0;
  }

  private unknown(node: FieldNode): 0 {
    if (this.hasSchema && node.number > 0 && node.problem === null && !this.insideUnknown()) {
      this.note("unknown-field", node, `field ${node.number} is not in the schema`);
    }
    return 0;
  }

  /** Below a payload without any schema nothing has a name, and saying so once is enough. */
  private insideUnknown(): boolean {
    return this.chain.at(-1)?.type === "message";
  }

  private note(code: DecodeProblem["code"], node: FieldNode, message: string): void {
    if (this.problems.length < problemLimit) {
      this.problems.push({ code, message, span: spanOf(node), path: this.pathOf(node) });
    }
  }

  private pathOf(node: FieldNode): string | null {
    let path: string | null = "";
    for (const ancestor of this.chain) path = childPath(this.bytes, path, ancestor);
    return node.place === "none" ? path : childPath(this.bytes, path, node);
  }
}

/** Kubernetes takes text that is not UTF-8, and knows no limit of depth where we stop. */
function isTolerated({ type, place }: FieldNode, problem: string): boolean {
  return (type === "string" && place !== "none") || problem.startsWith("nested deeper than ");
}

/** A field without a name and without a place. */
function isUnknown(node: FieldNode): boolean {
  return node.place === "none" && node.name === null;
}
