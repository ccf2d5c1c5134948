import {
  type FieldShape,
  type MemberName,
  type MessageShape,
  memberName,
  type ScalarType,
  type WireType,
  wireTypeOf,
} from "@etcdscope/codec";
import type { JsonForm } from "../schema/schema.ts";

/** A message ready to be read and written: what the wire needs, and how Go's JSON encoder treats each field. */
export interface MessagePlan extends MessageShape {
  readonly fields: readonly (FieldPlan | undefined)[];
  /** Null for a message that is an object of its fields. */
  readonly form: JsonForm | null;
}

export interface FieldPlan extends FieldShape {
  /** The message of a message field, or a map's entry with key 1 and value 2; null for scalars. */
  readonly message: MessagePlan | null;
  /** How the field travels when it is not packed. */
  readonly wireType: WireType;
  /** Position in the Go struct, which is the order of the JSON; -1 for what is never in the JSON. */
  readonly order: number;
  readonly member: MemberName;
  readonly isMap: boolean;
  /** The fields of the message stand in the parent's object. */
  readonly inline: boolean;
  /** A Go pointer: a zero that is on the wire is shown. */
  readonly pointer: boolean;
  readonly omitEmpty: boolean;
  readonly omitZero: boolean;
  /** Of a message that is on the wire twice, Go's decoder forgets the first: of bytes, and of times, which it reads whole. */
  readonly replaces: boolean;
}

/** What a field holds: a scalar or a message. */
export interface FieldValue {
  readonly scalar: ScalarType | null;
  readonly message: MessagePlan | null;
  /** As people read it. */
  readonly type: string;
}

/** A single member that is shown whenever it is on the wire. */
export function fieldPlan(number: number, name: string, value: FieldValue): FieldPlan {
  return {
    ...value,
    number,
    name,
    wireType: value.scalar === null ? 2 : wireTypeOf(value.scalar),
    member: memberName(name),
    place: "member",
    order: number,
    repeated: false,
    expand: null,
    isMap: false,
    inline: false,
    pointer: false,
    omitEmpty: false,
    omitZero: false,
    replaces: false,
  };
}
