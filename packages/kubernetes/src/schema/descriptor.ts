import type { SchemaLookup } from "./lookup.ts";
import type { MessageSchema } from "./schema.ts";

/** A namespace as protobufjs' `Root.fromJSON` and `Namespace.addJSON` take it. */
export interface NamespaceDescriptor {
  nested: Record<string, NamespaceDescriptor | MessageSchema>;
}

/**
 * The given messages and everything they refer to, as a protobufjs descriptor. A Pod's part takes a tenth of the time
 * that the whole schema takes to resolve, so a decoder can compile each kind when it first meets one.
 */
export function descriptorOf(schema: SchemaLookup, names: Iterable<string>): NamespaceDescriptor {
  const root: NamespaceDescriptor = { nested: {} };
  for (const [name, message] of closureOf(schema, names)) {
    const path = name.split(".");
    const short = path.pop();
    if (short !== undefined) namespaceAt(root, path).nested[short] = message;
  }
  return root;
}

function closureOf(schema: SchemaLookup, names: Iterable<string>): Map<string, MessageSchema> {
  const found = new Map<string, MessageSchema>();
  const wanted = [...names];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const message = found.has(name) ? undefined : schema.message(name);
    if (message === undefined) continue;
    found.set(name, message);
    for (const { type } of Object.values(message.fields))
      if (type.startsWith(".")) wanted.push(type.slice(1));
  }
  return found;
}

function namespaceAt(root: NamespaceDescriptor, path: readonly string[]): NamespaceDescriptor {
  let at = root;
  for (const part of path) {
    const next = at.nested[part];
    if (next !== undefined && "nested" in next) at = next;
    else {
      const created: NamespaceDescriptor = { nested: {} };
      at.nested[part] = created;
      at = created;
    }
  }
  return at;
}
