import { type PrintedText, parseJson, writeNode, YamlWriter } from "@etcdscope/codec";

/** A JSON text as YAML, its numbers as they are written, with the place of every value by its path. */
export function yamlOf(json: string): PrintedText {
  const bytes = new TextEncoder().encode(json);
  const writer = new YamlWriter({ ranges: true });
  const [root] = parseJson(bytes).nodes;
  if (root !== undefined) writeNode(bytes, root, writer);
  return writer.finish();
}
