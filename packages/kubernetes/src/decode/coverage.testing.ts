import type { FieldNode } from "@etcdscope/codec";

/** How often each byte belongs to a node itself: to its tag, length, tail, or to its payload when it has no children. */
function coverage(nodes: readonly FieldNode[], size: number): Uint8Array {
  const counts = new Uint8Array(size);
  const count = (from: number, to: number) => {
    for (let at = from; at < to; at++) counts[at] = (counts[at] ?? 0) + 1;
  };
  const visit = (node: FieldNode): void => {
    count(node.start, node.valueStart);
    if (node.children === null) count(node.valueStart, node.valueEnd);
    else node.children.forEach(visit);
    count(node.valueEnd, node.end);
  };
  nodes.forEach(visit);
  return counts;
}

/** Whether every byte belongs to exactly one node. */
export function coversOnce(nodes: readonly FieldNode[], size: number): boolean {
  return coverage(nodes, size).every((count) => count === 1);
}
