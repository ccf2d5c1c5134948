import { type FieldNode, spanOf } from "./node.ts";
import { childPath } from "./path.ts";
import type { Span } from "./span.ts";

/** A node and its place in the document; null where it has none. */
export interface LocatedField {
  readonly node: FieldNode;
  readonly path: string | null;
}

/** The nodes that hold the byte at `offset`, outermost first; empty when it is out of range. */
export function fieldsAt(bytes: Uint8Array, nodes: readonly FieldNode[], offset: number): LocatedField[] {
  const chain: LocatedField[] = [];
  let path: string | null = "";
  let level: readonly FieldNode[] | null = nodes;
  while (level !== null) {
    const node: FieldNode | undefined = findAt(level, offset);
    if (node === undefined) break;
    path = childPath(bytes, path, node);
    chain.push({ node, path });
    level = node.children;
  }
  return chain;
}

/** Binary search: siblings tile, so the last one that starts at or before the offset is the only candidate. */
function findAt(nodes: readonly FieldNode[], offset: number): FieldNode | undefined {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((nodes[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = nodes[low - 1];
  return found !== undefined && offset < found.end ? found : undefined;
}

/**
 * The stored bytes behind a path, in wire order: one span for a field, several where a list's elements or a field
 * written twice stand apart. Neighbouring spans are joined.
 */
export function spansOfPath(bytes: Uint8Array, nodes: readonly FieldNode[], path: string): Span[] {
  if (path === "") return nodes.map(spanOf);
  const spans: { start: number; end: number }[] = [];
  collectSpans(bytes, nodes, "", path, spans);
  return spans;
}

function collectSpans(
  bytes: Uint8Array,
  nodes: readonly FieldNode[],
  parent: string,
  path: string,
  spans: { start: number; end: number }[],
): void {
  for (const node of nodes) {
    const own = childPath(bytes, parent, node);
    if (own === null) continue;
    if (covers(path, own)) join(spans, node);
    else if (node.children !== null && covers(own, path))
      collectSpans(bytes, node.children, own, path, spans);
  }
}

/** Whether `inner` is `outer` or stands under it. */
function covers(outer: string, inner: string): boolean {
  if (!inner.startsWith(outer)) return false;
  const next = inner.charAt(outer.length);
  return next === "" || next === "." || next === "[" || outer === "";
}

function join(spans: { start: number; end: number }[], { start, end }: FieldNode): void {
  const last = spans.at(-1);
  if (last?.end === start) last.end = end;
  else spans.push({ start, end });
}

/** Calls `visit` for every node, parents first; stops going down where it answers false. */
export function eachField(
  bytes: Uint8Array,
  nodes: readonly FieldNode[],
  visit: (node: FieldNode, path: string | null, depth: number) => unknown,
): void {
  const walk = (level: readonly FieldNode[], parent: string | null, depth: number): void => {
    for (const node of level) {
      const path = childPath(bytes, parent, node);
      if (visit(node, path, depth) !== false && node.children !== null) walk(node.children, path, depth + 1);
    }
  };
  walk(nodes, "", 0);
}
