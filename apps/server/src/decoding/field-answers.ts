import { childPath, type FieldNode, scalarText, type WireType } from "@etcdscope/codec";
import type { FieldAnswer } from "@etcdscope/contract";
import type { Decoded } from "@etcdscope/kubernetes";
import type { Hidden } from "../masking/hidden.ts";

const wireTypes: Readonly<Record<WireType, string>> = {
  0: "varint",
  1: "fixed64",
  2: "length-delimited",
  3: "start group",
  4: "end group",
  5: "fixed32",
};

/** What every node of one tree is told with. */
export interface Telling {
  /** The bytes as they may be shown. */
  readonly bytes: Uint8Array;
  readonly hidden: Hidden;
  readonly label: Decoded["label"];
  readonly text?: Decoded["text"];
}

/** How much of a tree goes into one answer: fields in all, and of one list. */
export interface TreeBounds {
  readonly fields: number;
  readonly children: number;
}

/** Some of a list of fields, and how many come behind them. */
export interface FieldList {
  readonly fields: FieldAnswer[];
  readonly more: number;
}

const everything: TreeBounds = { fields: Number.POSITIVE_INFINITY, children: Number.POSITIVE_INFINITY };

/** The annotated tree as the contract tells it, all of it unless bounds are given. */
export function fieldAnswers(nodes: readonly FieldNode[], telling: Telling, bounds = everything): FieldList {
  return new Teller(telling, bounds).list(nodes, "", 0);
}

/**
 * Of the list of fields under the node at a place (the indices on the way to it) those from an index on; `undefined`
 * where there is no such list, or it is hidden.
 */
export function fieldsUnder(
  nodes: readonly FieldNode[],
  telling: Telling,
  { at, from, bounds }: { at: readonly number[]; from: number; bounds: TreeBounds },
): FieldList | undefined {
  let list: readonly FieldNode[] = nodes;
  let path: string | null = "";
  for (const index of at) {
    const node: FieldNode | undefined = list[index];
    if (node === undefined || node.children === null) return undefined;
    if (telling.hidden.covers(node.valueStart, node.valueEnd)) return undefined;
    path = childPath(telling.bytes, path, node);
    list = node.children;
  }
  return new Teller(telling, bounds).list(list, path, from);
}

/** Tells fields until there are as many as go into one answer: those of one list before what lies below them. */
class Teller {
  readonly #telling: Telling;
  readonly #mostChildren: number;
  #left: number;

  constructor(telling: Telling, { fields, children }: TreeBounds) {
    this.#telling = telling;
    this.#mostChildren = children;
    this.#left = fields;
  }

  list(nodes: readonly FieldNode[], parent: string | null, from: number): FieldList {
    const told = nodes.slice(from, from + Math.min(this.#left, this.#mostChildren));
    this.#left -= told.length;
    const fields = told.map((node) => this.#field(node, parent));
    return { fields, more: Math.max(0, nodes.length - from - told.length) };
  }

  #field(node: FieldNode, parent: string | null): FieldAnswer {
    const path = childPath(this.#telling.bytes, parent, node);
    return {
      name: node.place === "item" ? String(node.index) : node.name,
      ...identity(node),
      ...(path === null || path === "" ? {} : { path }),
      span: [node.start, node.end],
      value: [node.valueStart, node.valueEnd],
      ...this.#content(node, path),
      ...(node.problem === null ? {} : { problem: node.problem }),
    };
  }

  /** Of hidden bytes neither text nor fields are told: what asterisks happen to decode to means nothing. */
  #content(node: FieldNode, path: string | null): Partial<FieldAnswer> {
    const { bytes, hidden, ...telling } = this.#telling;
    if (hidden.covers(node.valueStart, node.valueEnd)) return { masked: true };
    const own = telling.text?.(node) ?? null;
    const text = own ?? (node.children === null ? scalarText(bytes, node) : null);
    const label = telling.label?.(node) ?? null;
    return {
      ...(text === null ? {} : { text }),
      ...(label === null ? {} : { label }),
      ...(node.children === null ? {} : this.#children(node.children, path)),
    };
  }

  #children(nodes: readonly FieldNode[], path: string | null): Partial<FieldAnswer> {
    const { fields, more } = this.list(nodes, path, 0);
    return { children: fields, ...(more === 0 ? {} : { more }) };
  }
}

function identity({ number, wireType, type }: FieldNode): Partial<FieldAnswer> {
  return {
    ...(number === 0 ? {} : { number }),
    ...(wireType === null ? {} : { wireType: wireTypes[wireType] }),
    ...(type === "" ? {} : { type }),
  };
}
