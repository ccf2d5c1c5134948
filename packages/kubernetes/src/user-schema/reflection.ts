import type { Enum, NamespaceBase, ReflectionObject, Type } from "protobufjs";

/** Messages and enums of a namespace, nested ones included. */
export function typesIn(namespace: NamespaceBase): ReflectionObject[] {
  return namespace.nestedArray.flatMap((object) => [
    ...(isMessage(object) || isEnum(object) ? [object] : []),
    ...(isNamespace(object) ? typesIn(object) : []),
  ]);
}

function isNamespace(object: ReflectionObject): object is NamespaceBase {
  return "nestedArray" in object;
}

/** Told by what it has, so that the parser need not be loaded to ask. */
export function isMessage(object: ReflectionObject): object is Type {
  return "fieldsArray" in object && "nestedArray" in object;
}

export function isEnum(object: ReflectionObject): object is Enum {
  return "valuesById" in object;
}

/** Without the leading dot. */
export function fullName({ fullName: name }: ReflectionObject): string {
  return name.startsWith(".") ? name.slice(1) : name;
}
