import type { KindSchema, KubernetesSchema, MessageSchema } from "./schema.ts";

/** Finds what an envelope names. Both answers are undefined for what the schema does not have. */
export interface SchemaLookup {
  kind(apiVersion: string, kind: string): KindSchema | undefined;
  /** By full name, with or without the leading dot that a field's `type` has. */
  message(name: string): MessageSchema | undefined;
}

export function createSchemaLookup(schema: KubernetesSchema): SchemaLookup {
  const kinds = new Map(schema.kinds.map((known) => [`${known.apiVersion} ${known.kind}`, known]));
  const messages = new Map(Object.entries(schema.messages));
  return {
    kind: (apiVersion, kind) => kinds.get(`${apiVersion} ${kind}`),
    message: (name) => messages.get(name.startsWith(".") ? name.slice(1) : name),
  };
}
