import type { IParserResult, NamespaceBase, ReflectionObject, Root, Type } from "protobufjs";

/** What is used of protobufjs to parse. */
export type ProtoParser = Pick<
  typeof import("protobufjs"),
  "parse" | "Type" | "Namespace" | "ReflectionObject"
>;

/** Comparisons of one thing with all others of its kind, of one text: as many as take a second. */
const mostComparisons = 20_000_000;

/** Comparisons that take as long as looking for the type of an extension, once. */
const costOfLookup = 50;

/**
 * Parses a text into a root. To refuse a number that is taken, protobufjs asks for the table of a message's fields at
 * each field, and forgets it at each: a message of 10,000 fields takes seconds, one of 20,000 four times as long. So the
 * table is kept and added to while a text is parsed here. What else the library compares with all others (a field with
 * what is reserved, an option with those before it, a new name with extensions of types that did not come yet) is
 * counted, and refused beyond a number that no file comes near.
 */
export function parseProto(text: string, root: Root, parser: ProtoParser): IParserResult {
  const type = parser.Type.prototype;
  const namespace = parser.Namespace.prototype;
  const object = parser.ReflectionObject.prototype;
  const original = { type: type.add, namespace: namespace.add, option: object.setParsedOption };
  const count = comparisonCount();
  type.add = function addAndKeepTable(this: Type, added: ReflectionObject): Type {
    count(this.reserved);
    const table = this.fieldsById;
    original.type.call(this, added);
    const field = this.fields[added.name];
    if (field !== undefined && isSame(field, added)) table[field.id] = field;
    Reflect.set(this, "_fieldsById", table);
    return this;
  };
  namespace.add = function addAndCount(this: NamespaceBase, added: ReflectionObject): NamespaceBase {
    count(root.deferred, costOfLookup);
    return original.namespace.call(this, added);
  };
  object.setParsedOption = function setAndCount(this: ReflectionObject, ...option): ReflectionObject {
    count(Reflect.get(this, "parsedOptions"));
    return original.option.apply(this, option);
  };
  try {
    return parser.parse(text, root, { keepCase: true });
  } finally {
    type.add = original.type;
    namespace.add = original.namespace;
    object.setParsedOption = original.option;
  }
}

/** Counts the members of lists that are gone through; throws as the parser does when there were too many. */
function comparisonCount(): (list: unknown, cost?: number) => void {
  let left = mostComparisons;
  return (list, cost = 1) => {
    left -= Array.isArray(list) ? list.length * cost : 0;
    if (left < 0) throw new Error("too many reserved numbers, options or extensions");
  };
}

function isSame(field: ReflectionObject, other: ReflectionObject): boolean {
  return field === other;
}
