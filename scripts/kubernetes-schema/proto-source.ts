import protobuf from "protobufjs";

export interface ProtoField {
  readonly name: string;
  readonly id: number;
  /** A scalar, or a full message name with a leading dot. */
  readonly type: string;
  readonly rule?: "repeated";
  readonly keyType?: string;
}

export interface ProtoFile {
  readonly package: string;
  readonly messages: ReadonlyMap<string, readonly ProtoField[]>;
}

/** Reads one `generated.proto`: its package and its messages, comments dropped. */
export function readProtoFile(text: string): ProtoFile {
  const root = new protobuf.Root();
  const name = protobuf.parse(text, root, { keepCase: true }).package;
  if (name === undefined) throw new Error("a .proto without a package");
  const space = root.lookup(name);
  const types = space instanceof protobuf.Namespace ? space.nestedArray : [];
  return { package: name, messages: new Map(types.map((type) => [type.name, fieldsOf(type, name)])) };
}

function fieldsOf(type: protobuf.ReflectionObject, inPackage: string): ProtoField[] {
  if (!(type instanceof protobuf.Type) || type.oneofsArray.length + type.nestedArray.length > 0)
    throw new Error(`${type.fullName}: only plain messages are expected in a generated.proto`);
  return type.fieldsArray.map((field) => ({
    name: field.name,
    id: field.id,
    type: absolute(field.type, inPackage),
    ...(field.repeated ? { rule: "repeated" } : {}),
    ...(field instanceof protobuf.MapField ? { keyType: field.keyType } : {}),
  }));
}

/** Older releases write `k8s.io.…` without the leading dot, and the package's own messages by their short name. */
function absolute(type: string, inPackage: string): string {
  if (type in protobuf.types.basic || type.startsWith(".")) return type;
  return type.includes(".") ? `.${type}` : `.${inPackage}.${type}`;
}
