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
interface Telling {
  /** The bytes as they may be shown. */
  readonly bytes: Uint8Array;
  readonly hidden: Hidden;
  readonly label: Decoded["label"];
  readonly text?: Decoded["text"];
}

/** The annotated tree as the contract tells it. */
export function fieldAnswers(nodes: readonly FieldNode[], telling: Telling): FieldAnswer[] {
  return nodes.map((node) => fieldAnswer(telling, node, ""));
}

function fieldAnswer(telling: Telling, node: FieldNode, parent: string | null): FieldAnswer {
  const path = childPath(telling.bytes, parent, node);
  return {
    name: node.place === "item" ? String(node.index) : node.name,
    ...identity(node),
    ...(path === null || path === "" ? {} : { path }),
    span: [node.start, node.end],
    value: [node.valueStart, node.valueEnd],
    ...content(telling, node, path),
    ...(node.problem === null ? {} : { problem: node.problem }),
  };
}

function identity({ number, wireType, type }: FieldNode): Partial<FieldAnswer> {
  return {
    ...(number === 0 ? {} : { number }),
    ...(wireType === null ? {} : { wireType: wireTypes[wireType] }),
    ...(type === "" ? {} : { type }),
  };
}

/** Of hidden bytes neither text nor fields are told: what asterisks happen to decode to means nothing. */
function content(telling: Telling, node: FieldNode, path: string | null): Partial<FieldAnswer> {
  const { bytes, hidden } = telling;
  if (hidden.covers(node.valueStart, node.valueEnd)) return { masked: true };
  const own = telling.text?.(node) ?? null;
  const said = own === null ? {} : { text: own };
  const label = telling.label?.(node) ?? null;
  const labelled = label === null ? {} : { label };
  if (node.children !== null)
    return {
      ...said,
      ...labelled,
      children: node.children.map((child) => fieldAnswer(telling, child, path)),
    };
  const text = own ?? scalarText(bytes, node);
  return { ...(text === null ? {} : { text }), ...labelled };
}
