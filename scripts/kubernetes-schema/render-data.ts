import type { KubernetesSchema } from "@etcdscope/kubernetes";

/** The schema as JSON with one message and one kind a line, so that a change of release reads well as a diff. */
export function renderData(schema: KubernetesSchema): string {
  const messages = Object.entries(schema.messages).map(
    ([name, message]) => `${JSON.stringify(name)}:${JSON.stringify(message)}`,
  );
  const kinds = schema.kinds.map((kind) => JSON.stringify(kind));
  return [
    `{"releases":${JSON.stringify(schema.releases)},`,
    `"messages":{\n${messages.join(",\n")}\n},`,
    `"kinds":[\n${kinds.join(",\n")}\n]}\n`,
  ].join("\n");
}
