import type { FieldShape, MemberName, MessageShape, ScalarType } from "@etcdscope/codec";

/** A message of somebody's .proto files, ready to be read, and to be written as ProtoJSON. */
export interface UserPlan extends MessageShape {
  readonly fields: readonly (UserField | undefined)[];
  /** Null for a message that is an object of its fields. */
  readonly form: UserForm | null;
}

/** Messages that ProtoJSON writes in a form of their own. */
export type UserForm =
  | "timestamp"
  | "duration"
  | "fieldMask"
  | "wrapper"
  | "struct"
  | "value"
  | "listValue"
  | "any";

export interface UserField extends FieldShape {
  /** Position in the .proto, which is the order of the document. */
  readonly order: number;
  readonly member: MemberName;
  /** Of the field itself or of a map's values. */
  readonly value: UserValue;
  /** The key type of a map; null for other fields. */
  readonly mapKey: ScalarType | null;
  /** The oneof that the field belongs to, by name; of its members the last on the wire counts. */
  readonly oneof: string | null;
}

/** What a field, a list's element or a map's value is. */
export interface UserValue {
  readonly scalar: ScalarType | null;
  readonly plan: UserPlan | null;
  /** Names by number, for an enum, which travels as int32. */
  readonly names: EnumNames | null;
}

export interface EnumNames {
  readonly isNull: boolean;
  readonly byNumber: ReadonlyMap<number, string>;
}
