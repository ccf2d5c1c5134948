/**
 * The generated schema of what Kubernetes stores as protobuf: `schema/kubernetes.json`, written by
 * `scripts/build-kubernetes-schema.ts` from the `generated.proto` files and the Go struct tags of several releases.
 * The .proto alone does not give Kubernetes' JSON, so each field also says how Go's JSON encoder treats it.
 */
export interface KubernetesSchema {
  /** The releases the schema was made from, the one whose definitions win last: `1.37-dev` in work, …, `1.36.4`. */
  readonly releases: readonly string[];
  /** Messages by full name without a leading dot: `k8s.io.api.core.v1.Pod`. Every referenced message is present. */
  readonly messages: Readonly<Record<string, MessageSchema>>;
  /** What an envelope's `apiVersion` and `kind` may name. */
  readonly kinds: readonly KindSchema[];
}

/** One protobuf message; also a descriptor that protobufjs' `Type.fromJSON` takes as it is. */
export interface MessageSchema {
  /** Fields by their name in the .proto, in the order of the Go struct, which is the order of Go's JSON. */
  readonly fields: Readonly<Record<string, FieldSchema>>;
  /** Set where Go writes the message in a JSON form of its own instead of an object of its fields. */
  readonly form?: JsonForm;
  /** The release the definition comes from, where it is not the newest one. */
  readonly release?: string;
  /** Set where the Go struct embeds TypeMeta: the JSON object may start with `kind` and `apiVersion`. */
  readonly typed?: true;
}

/** One field: number and type as in the .proto, the rest from the Go struct tag. Absent flags mean no. */
export interface FieldSchema {
  readonly id: number;
  /** A protobuf scalar (`string`, `int32`, …), or a message's full name with a leading dot. A map's value type. */
  readonly type: string;
  readonly rule?: "repeated";
  /** The key type of a map field, which has no `rule`. */
  readonly keyType?: string;
  /** The JSON name, where it is not the name in the .proto. */
  readonly json?: string;
  /** The message's fields stand in the parent's JSON object (an embedded Go struct). */
  readonly inline?: true;
  /** A Go pointer: shown whenever it is on the wire, a zero included. */
  readonly pointer?: true;
  /** Not shown when empty in Go's sense: false, 0, "", or a list, map or byte string of length 0. Structs are never empty. */
  readonly omitempty?: true;
  /** Not shown when it is Go's zero value (a zero Time, a struct whose fields are all zero). */
  readonly omitzero?: true;
  /** The last release here that had the field, where the message's own definition has it no more. */
  readonly removed?: string;
  /** The release in work that adds the field, where no release here has it yet. */
  readonly added?: string;
}

/** A kind and the message its envelope holds. */
export interface KindSchema {
  /** `v1`, `apps/v1`, …: as stored in the envelope. */
  readonly apiVersion: string;
  readonly kind: string;
  /** A key of `messages`. */
  readonly message: string;
  /** The newest release here that registers the kind. */
  readonly release: string;
}

/**
 * Messages that Go writes in a form of their own:
 * `time` and `microTime` RFC 3339 text (null for the zero time), `duration` Go's text (`1m0s`), `quantity` its text,
 * `intOrString` a number or a string, `items` the one field `items` alone, an array or a map, `mapOrNull` the one map (null
 * where it has no entries), `rawJson` the JSON text held in the one bytes field (`Raw`, `raw`), and the three unions of JSONSchemaProps with a bool, a list of schemas or a list of strings.
 */
export type JsonForm =
  | "time"
  | "microTime"
  | "duration"
  | "quantity"
  | "intOrString"
  | "items"
  | "mapOrNull"
  | "rawJson"
  | "schemaOrBool"
  | "schemaOrArray"
  | "schemaOrStringArray";
