import type { FieldNode } from "./field/node.ts";

/**
 * Says where nodes fail to tile `[start, end)`: a gap, an overlap, bounds out of order, or children that do not tile
 * their parent's payload. Empty when all is well.
 */
export function tilingFaults(nodes: readonly FieldNode[], start: number, end: number): string[] {
  const faults: string[] = [];
  let at = start;
  for (const node of nodes) {
    if (node.start !== at) faults.push(`${node.type} starts at ${node.start}, not at ${at}`);
    faults.push(...faultsOf(node));
    at = node.end;
  }
  if (at !== end) faults.push(`the last node ends at ${at}, not at ${end}`);
  return faults;
}

function faultsOf(node: FieldNode): string[] {
  const { start, tagEnd, valueStart, valueEnd, end } = node;
  const ascending = start <= tagEnd && tagEnd <= valueStart && valueStart <= valueEnd && valueEnd <= end;
  const own = ascending ? [] : [`${node.type} at ${start} has bounds out of order`];
  // A payload of no bytes has nothing to tile.
  return node.children === null ? own : [...own, ...tilingFaults(node.children, valueStart, valueEnd)];
}
