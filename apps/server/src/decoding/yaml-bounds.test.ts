import { deepestNode, encodeUtf8, type FieldNode, mostNodes } from "@etcdscope/codec";
import { hostileValues } from "@etcdscope/hostile-values";
import type { YamlTree } from "@etcdscope/kubernetes";
import { describe, expect, it, test } from "vitest";
import { maxTokens } from "./yaml-documents.ts";
import { readYaml } from "./yaml-tree.ts";

const hostile = hostileValues().filter(({ key }) => key.startsWith("/hostile/yaml"));

describe("YAML", () => {
  test.each(hostile)("gives what its size allows: $name", ({ value }) => {
    const bytes = value();
    const tree = readYaml(bytes);
    if (tree === null || "refused" in tree) return;
    const { nodes, depth, units } = measure(tree.nodes, tree);
    expect(nodes).toBeLessThanOrEqual(mostNodes(bytes.length));
    expect(depth).toBeLessThanOrEqual(deepestNode);
    // A text is written once where it stands, and again for its aliases together.
    expect(units).toBeLessThanOrEqual(2 * bytes.length + 16);
  });

  it("is read up to a number of tokens", () => {
    // A mark and a name, colon, blank, a mark and a value, the end of the line: seven.
    const lines = (count: number): Uint8Array => encodeUtf8("k: v\n".repeat(count));
    expect(readYaml(lines(Math.floor(maxTokens / 7) - 1))).toHaveProperty("nodes");
    expect(readYaml(lines(Math.ceil(maxTokens / 7) + 1))).toEqual({
      refused: "YAML of more than 500000 tokens is shown as text",
    });
  });

  it.each([
    ["lists on one line", "[", "]"],
    ["items in items", "- ", ""],
    ["keys in keys", "? ", ""],
  ])("is read up to 400 levels: %s", (_, open, close) => {
    const nested = (levels: number): Uint8Array =>
      encodeUtf8(`k:\n  ${open.repeat(levels)}x${close.repeat(levels)}\n`);
    expect(readYaml(nested(390))).toHaveProperty("nodes");
    expect(readYaml(nested(400))).toEqual({ refused: "YAML with more than 400 levels is shown as text" });
  });

  it("names a member by what is written as its key, be it a list or a map", () => {
    expect(names("? {a: 1}\n: x\n? [b, c]\n: y\nd: z\n")).toEqual(["{a: 1}", "[b, c]", "d"]);
  });

  it("shows an alias as the last text of that name before it, and as it is when that would be too long", () => {
    expect(scalars("a: &x one\nb: *x\nc: &x two\nd: *x\ne: *y\nf: &l [1]\ng: *l\n")).toEqual([
      "one",
      "one",
      "two",
      "two",
      "*y",
      1,
      "*l",
    ]);
    const long = "x".repeat(100);
    expect(scalars(`a: &x ${long}\nb: *x\nc: *x\n`)).toEqual([long, long, "*x"]);
    expect(scalars("---\na: &x one\n---\nb: *x\n")).toEqual(["one", "*x"]);
  });
});

function treeOf(text: string): YamlTree {
  const tree = readYaml(encodeUtf8(text));
  if (tree === null || "refused" in tree) throw new Error(`no YAML: ${text}`);
  return tree;
}

function names(text: string): unknown[] {
  return (treeOf(text).nodes[0]?.children ?? []).map(({ name }) => name);
}

function scalars(text: string): unknown[] {
  const tree = treeOf(text);
  const leaves = (nodes: readonly FieldNode[]): readonly unknown[] =>
    nodes.flatMap((node) => (node.children === null ? [tree.scalarOf(node)] : leaves(node.children)));
  return [...leaves(tree.nodes)];
}

/** What a tree amounts to; of texts the UTF-16 units. */
function measure(
  level: readonly FieldNode[],
  tree: YamlTree,
): { nodes: number; depth: number; units: number } {
  let nodes = level.length;
  let depth = 0;
  let units = 0;
  for (const node of level) {
    const inside = measure(node.children ?? [], tree);
    const scalar = tree.scalarOf(node);
    nodes += inside.nodes;
    depth = Math.max(depth, inside.depth);
    units += inside.units + (node.name?.length ?? 0) + (typeof scalar === "string" ? scalar.length : 0);
  }
  return { nodes, depth: level.length === 0 ? 0 : depth + 1, units };
}
