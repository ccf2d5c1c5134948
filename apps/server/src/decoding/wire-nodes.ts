import { type FieldNode, wireFields } from "@etcdscope/codec";
import type { Decoded } from "@etcdscope/kubernetes";

/** The same bytes read without a schema; null where they are not protobuf. */
export function wireNodes({ bytes, encoding, fields }: Decoded): FieldNode[] | null {
  if (encoding.id === "protobuf") return wireFields(bytes);
  if (encoding.id !== "kubernetes-protobuf") return null;
  const magic = fields.filter(({ name }) => name === "magic");
  const start = magic[0]?.end ?? 0;
  return [...magic, ...wireFields(bytes, new Map(), start)];
}
