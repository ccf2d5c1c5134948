import { type DocumentWriter, decodeUtf8, type FieldNode, plainField } from "@etcdscope/codec";
import type { Decoded } from "../decode/decoded.ts";
import { made } from "./made.ts";
import type { Openers } from "./what.ts";
import { looksLikeYaml, type YamlTree } from "./yaml.ts";

/** YAML beyond this is shown as text: reading it takes too long. */
const mostYaml = 2 * 1024 * 1024;
const headSize = 4096;

/** A text as YAML; null where it is none by its look or by its reader. */
export function yamlContent(bytes: Uint8Array, { yaml }: Openers): Decoded | null {
  const head = decodeUtf8(bytes, 0, Math.min(bytes.length, headSize));
  if (!looksLikeYaml(head, bytes.length <= headSize)) return null;
  if (bytes.length > mostYaml) return unreadYaml(bytes, "YAML of more than 2 MiB is shown as text");
  const tree = yaml(bytes);
  if (tree !== null && "refused" in tree) return unreadYaml(bytes, tree.refused);
  const [root] = tree?.nodes ?? [];
  if (tree === null || root === undefined) return null;
  const { problem } = tree;
  const at = problem === null ? {} : { reason: problem.message, offset: problem.offset };
  const text = (node: FieldNode): string | null => {
    const scalar = tree.scalarOf(node);
    return scalar === undefined || scalar === null ? null : String(scalar);
  };
  const decoded = made(bytes, tree.nodes, { id: "yaml", ...at });
  return { ...decoded, text, write: (writer) => writeYamlNode(root, tree, writer) };
}

/** A text that says why it is shown as one. */
function unreadYaml(bytes: Uint8Array, reason: string): Decoded {
  const text = plainField(0, bytes.length, "text");
  text.place = "same";
  return made(bytes, [text], { id: "text", reason });
}

function writeYamlNode(node: FieldNode, tree: YamlTree, writer: DocumentWriter): void {
  if (node.children === null) writeScalar(node, tree, writer);
  else writeContainer(node, node.children, tree, writer);
}

function writeContainer(
  { type }: FieldNode,
  children: readonly FieldNode[],
  tree: YamlTree,
  writer: DocumentWriter,
): void {
  const isList = type === "array";
  if (isList) writer.beginArray();
  else writer.beginObject();
  for (const child of children) {
    if (isList) writer.item();
    else writer.memberText(child.name ?? "");
    writeYamlNode(child, tree, writer);
  }
  if (isList) writer.endArray();
  else writer.endObject();
}

function writeScalar(node: FieldNode, tree: YamlTree, writer: DocumentWriter): void {
  const scalar = tree.scalarOf(node);
  const isNumber = typeof scalar === "number" && Number.isFinite(scalar);
  if (isNumber || typeof scalar === "bigint" || typeof scalar === "boolean") writer.literal(String(scalar));
  else if (scalar === null || scalar === undefined) writer.literal("null");
  else writer.text(String(scalar));
}
