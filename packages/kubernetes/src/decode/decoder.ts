import type { FieldNode } from "@etcdscope/codec";
import type { WriteDocument } from "../document/output.ts";
import type { Encryption } from "../encryption/decrypt.ts";
import { createSchemaLookup } from "../schema/lookup.ts";
import type { KubernetesSchema } from "../schema/schema.ts";
import type { UserMessage, UserSchema } from "../user-schema/user-schema.ts";
import { readMarkedJson, readUtf16 } from "./byte-order-mark.ts";
import type { Decoded, DecodeProblem, Encoding, Layer } from "./decoded.ts";
import { readEncrypted } from "./encrypted.ts";
import { notAsMapped, readMapped } from "./mapped.ts";
import { createObjectReader } from "./object.ts";
import {
  type Reading,
  readBinary,
  readCbor,
  readEmpty,
  readJson,
  readNumber,
  readProtobuf,
  readText,
  type SoundReading,
} from "./plain.ts";
import { type Survey, surveyFields } from "./survey.ts";

/** Layers in layers that are opened. */
const maxLayers = 4;

/** Understands stored values. It never throws on data and keeps nothing of what it decodes. */
export interface Decoder {
  decode(key: Uint8Array, value: Uint8Array): Decoded;
}

export interface DecoderOptions {
  /** Opens values encrypted at rest. */
  readonly encryption?: Encryption | undefined;
  /** Reads other programs' protobuf values by their keys. */
  readonly messages?: UserSchema | undefined;
}

/** A decoder over one schema; plans of kinds are compiled when they are first met. */
export function createDecoder(
  schema: KubernetesSchema,
  { encryption, messages }: DecoderOptions = {},
): Decoder {
  const readObject = createObjectReader(createSchemaLookup(schema));
  const read = (key: Uint8Array, bytes: Uint8Array): Reading | SoundReading =>
    readObject(bytes) ??
    readEncrypted(key, bytes, encryption) ??
    readCbor(bytes) ??
    readByKey(bytes, messages?.messageFor(key));
  const decode = (key: Uint8Array, bytes: Uint8Array, depth: number): Decoded => {
    const reading = read(key, bytes);
    if ("nodes" in reading) return new SoundValue(bytes, reading);
    const { opened } = reading;
    if (opened === undefined || depth >= maxLayers) return decodedFrom(bytes, reading);
    return withLayer(decodedFrom(bytes, reading), {
      ...opened,
      decoded: decode(key, opened.bytes, depth + 1),
    });
  };
  return { decode: (key, value) => decode(key, value, 0) };
}

/** Without a mark in the bytes themselves, the key may tell what they are; else they are taken for what they look like. */
function readByKey(bytes: Uint8Array, message: UserMessage | undefined): Reading {
  if (message === undefined) return readByLook(bytes);
  return readMapped(bytes, message) ?? notAsMapped(readByLook(bytes), message);
}

function readByLook(bytes: Uint8Array): Reading {
  return (
    readEmpty(bytes) ??
    readNumber(bytes) ??
    readJson(bytes) ??
    readMarkedJson(bytes) ??
    readText(bytes) ??
    readUtf16(bytes) ??
    readProtobuf(bytes) ??
    readBinary(bytes)
  );
}

function decodedFrom(
  bytes: Uint8Array,
  { encoding, fields, write, label = null, text = null }: Reading,
): Decoded {
  const survey = surveyFields(bytes, fields, encoding.id !== "protobuf" || encoding.schema !== undefined);
  const complete = encodingFrom(bytes, encoding, survey);
  return { bytes, encoding: complete, fields, problems: survey.problems, write, label, text, layers: [] };
}

const none: readonly never[] = [];

/** A value without any problem. Its nodes are made when they are first asked for: its document does not need them. */
class SoundValue implements Decoded {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  readonly write: WriteDocument | null;
  readonly problems: Decoded["problems"];
  readonly layers: Decoded["layers"];
  readonly label: Decoded["label"];
  private readonly read: () => readonly FieldNode[];
  private nodes: readonly FieldNode[] | null;

  constructor(bytes: Uint8Array, { encoding, nodes, write, label }: SoundReading) {
    this.bytes = bytes;
    this.encoding = encoding;
    this.write = write;
    this.problems = none;
    this.layers = none;
    this.label = label;
    this.read = nodes;
    this.nodes = null;
  }

  get fields(): readonly FieldNode[] {
    this.nodes ??= this.read();
    return this.nodes;
  }
}

/** The value is understood as well as what it holds is. */
function withLayer(decoded: Decoded, layer: Layer): Decoded {
  const { apiVersion, kind, schema, outcome, reason } = layer.decoded.encoding;
  const encoding: Encoding = {
    ...decoded.encoding,
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(kind === undefined ? {} : { kind }),
    ...(schema === undefined ? {} : { schema }),
    ...(reason === undefined ? {} : { reason: `once ${layer.name}: ${reason}` }),
    outcome: outcome === "ok" ? decoded.encoding.outcome : outcome === "sealed" ? outcome : "partial",
  };
  return { ...decoded, encoding, write: layer.decoded.write, layers: [layer] };
}

function encodingFrom(bytes: Uint8Array, encoding: Reading["encoding"], survey: Survey): Encoding {
  const { problems, explained } = survey;
  const damage = problems.find(({ code }) => code === "damage");
  const reason = reasonFrom(encoding, survey, damage);
  const offset = encoding.offset ?? damage?.span.start;
  const whole = reason === undefined && explained === bytes.length;
  const understood = whole ? "ok" : explained > 0 || encoding.id === "protobuf" ? "partial" : "failed";
  return {
    ...encoding,
    outcome: isSealed(encoding, damage) ? "sealed" : understood,
    ...(reason === undefined ? {} : { reason }),
    ...(offset === undefined ? {} : { offset }),
    explained,
  };
}

function reasonFrom(
  encoding: Reading["encoding"],
  { problems, refused }: Survey,
  damage: DecodeProblem | undefined,
): string | undefined {
  const found = encoding.reason ?? damage?.message ?? unknownReason(problems, encoding.schema);
  return refused && isObject(encoding) && found !== undefined ? `${found}. ${unreadable}` : found;
}

/** Encrypted, and sound as such: what is missing is a key, not a part of the value. */
function isSealed({ id, reason }: Reading["encoding"], damage: DecodeProblem | undefined): boolean {
  return id === "encrypted" && reason !== undefined && damage === undefined;
}

/** What an API server does with an object that it cannot decode, or encode as JSON. */
const unreadable = "Kubernetes cannot read this: GET and LIST of it fail";

/** Whether an API server would take the value for an object that it has a type for. */
function isObject({ id, apiVersion, kind, schema }: Reading["encoding"]): boolean {
  if (id === "kubernetes-protobuf") return schema !== undefined;
  return (id === "json" || id === "cbor") && apiVersion !== undefined && kind !== undefined;
}

function unknownReason(problems: readonly DecodeProblem[], schema = "the schema"): string | undefined {
  const count = problems.length;
  if (count === 0) return undefined;
  return count === 1 ? `one field is not in ${schema}` : `${count} fields are not in ${schema}`;
}
