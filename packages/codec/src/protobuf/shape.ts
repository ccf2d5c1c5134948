import type { FieldNode, Place } from "../field/node.ts";

/** Protobuf's scalar types. */
export type ScalarType =
  | "double"
  | "float"
  | "int32"
  | "int64"
  | "uint32"
  | "uint64"
  | "sint32"
  | "sint64"
  | "fixed32"
  | "fixed64"
  | "sfixed32"
  | "sfixed64"
  | "bool"
  | "string"
  | "bytes";

/** What is known of one field number of a message. */
export interface FieldShape {
  readonly number: number;
  /** The name in the document. */
  readonly name: string;
  /** The type as people read it: `string`, `k8s.io.api.core.v1.PodSpec`, `map<string, bytes>`. */
  readonly type: string;
  /** The wire's scalar type; null for messages and map entries. */
  readonly scalar: ScalarType | null;
  /** The message behind a length (for a map: its entry, with key 1 and value 2). */
  readonly message: MessageShape | null;
  readonly repeated: boolean;
  readonly place: Place;
  /** The message stands between group tags instead of behind a length. */
  readonly group?: true;
  readonly expand: ExpandPayload | null;
}

/**
 * Reads a payload that has an encoding of its own (embedded JSON, a message that another field names) into nodes that
 * tile it; null leaves it a scalar. `depth` is how many messages it stands in.
 */
export type ExpandPayload = (
  bytes: Uint8Array,
  start: number,
  end: number,
  depth: number,
) => readonly FieldNode[] | null;

/** The fields of a message by number. */
export interface MessageShape {
  readonly name: string;
  readonly fields: readonly (FieldShape | undefined)[];
  /** Says what is wrong with a message whose fields can all be read; absent where any will do. */
  readonly complain?: MessageComplaint;
}

/** What is wrong with the message in `[start, end)`, or null. */
export type MessageComplaint = (bytes: Uint8Array, start: number, end: number) => string | null;

/** The wire type that a scalar travels in when it is not packed. */
export function wireTypeOf(scalar: ScalarType): 0 | 1 | 2 | 5 {
  switch (scalar) {
    case "double":
    case "fixed64":
    case "sfixed64":
      return 1;
    case "float":
    case "fixed32":
    case "sfixed32":
      return 5;
    case "string":
    case "bytes":
      return 2;
    default:
      return 0;
  }
}
