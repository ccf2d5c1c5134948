import {
  childPath,
  type FieldNode,
  JsonWriter,
  type MessageShape,
  messageFields,
  parseJson,
  scalarText,
  wireFields,
  writeNode,
  YamlWriter,
} from "@etcdscope/codec";
import type { FieldAnswer, SpanPair } from "@etcdscope/contract";
import type { Annotated } from "./lit.ts";
import type { TextRanges } from "./text-places.ts";

/** A value with everything that its views are made of. */
export interface SampleValue extends Annotated {
  readonly bytes: Uint8Array;
  readonly json: { readonly text: string; readonly ranges: TextRanges };
  readonly yaml: { readonly text: string; readonly ranges: TextRanges };
}

/** A value stored as JSON. */
export function jsonValue(document: unknown, indent?: number): SampleValue {
  const bytes = new TextEncoder().encode(JSON.stringify(document, null, indent));
  const { nodes } = parseJson(bytes);
  const [root] = nodes;
  const json = new JsonWriter({ ranges: true });
  const yaml = new YamlWriter({ ranges: true });
  if (root !== undefined) {
    writeNode(bytes, root, json);
    writeNode(bytes, root, yaml);
  }
  const fields = answers(bytes, nodes);
  return { bytes, json: json.finish(), yaml: yaml.finish(), fields, wire: null, layers: [] };
}

/** A value stored as protobuf: both of its trees. */
export function protobufValue(bytes: Uint8Array, shape: MessageShape): SampleValue {
  const empty = { text: "", ranges: [] };
  const fields = answers(bytes, messageFields(bytes, shape));
  return { bytes, json: empty, yaml: empty, fields, wire: answers(bytes, wireFields(bytes)), layers: [] };
}

function answers(
  bytes: Uint8Array,
  nodes: readonly FieldNode[],
  parent: string | null = "",
): readonly FieldAnswer[] {
  return nodes.map((node) => {
    const path = childPath(bytes, parent, node);
    const text = scalarText(bytes, node);
    return {
      name: node.place === "item" ? String(node.index) : node.name,
      ...(node.number > 0 && { number: node.number }),
      type: node.type,
      ...(path !== null && path !== "" && { path }),
      span: [node.start, node.end] as SpanPair,
      value: [node.valueStart, node.valueEnd] as SpanPair,
      ...(text !== null && { text }),
      ...(node.problem !== null && { problem: node.problem }),
      ...(node.children !== null && { children: answers(bytes, node.children, path) }),
    };
  });
}
