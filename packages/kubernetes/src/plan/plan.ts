import type { FieldShape, MemberName, MessageShape } from "@etcdscope/codec";
import type { JsonForm } from "../schema/schema.ts";

/** A message ready to be read and written: what the wire needs, and how Go's JSON encoder treats each field. */
export interface MessagePlan extends MessageShape {
  readonly fields: readonly (FieldPlan | undefined)[];
  /** Null for a message that is an object of its fields. */
  readonly form: JsonForm | null;
}

export interface FieldPlan extends FieldShape {
  /** Position in the Go struct, which is the order of the JSON. */
  readonly order: number;
  readonly member: MemberName;
  /** The message of a message field or of a map's values; null for scalars. */
  readonly plan: MessagePlan | null;
  readonly isMap: boolean;
  /** The fields of the message stand in the parent's object. */
  readonly inline: boolean;
  /** A Go pointer: a zero that is on the wire is shown. */
  readonly pointer: boolean;
  readonly omitEmpty: boolean;
  readonly omitZero: boolean;
}
