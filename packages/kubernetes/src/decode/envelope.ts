import {
  type FieldNode,
  messageFields,
  plainField,
  type Span,
  WireReader,
  wireFields,
} from "@etcdscope/codec";
import { writeFields } from "../document/object.ts";
import type { Output } from "../document/output.ts";
import { type FieldPlan, fieldPlan, type MessagePlan } from "../plan/plan.ts";
import { isSound } from "../plan/sound.ts";
import { soundFields } from "./sound-fields.ts";

/** Kubernetes' mark of a protobuf value: `k8s` and a zero byte. */
const magic = [0x6b, 0x38, 0x73, 0x00];

/** What a `runtime.Unknown` envelope says its payload is; both empty where it does not say. */
export interface EnvelopeType {
  readonly apiVersion: string;
  readonly kind: string;
}

export function hasEnvelope(bytes: Uint8Array): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

/** What is wrong with a mark of which one bit is another; null where it is intact, or is none. */
function magicFault(bytes: Uint8Array): string | null {
  const different = magic.map((byte, at) => byte ^ (bytes[at] ?? 0xff));
  const at = different.findIndex((bits) => bits !== 0);
  const isOneBit =
    at >= 0 && isPowerOfTwo(different[at] ?? 0) && !different.some((bits, i) => i > at && bits !== 0);
  return isOneBit ? `the magic differs from "k8s\\0" in one bit at byte ${at}` : null;
}

const isPowerOfTwo = (bits: number): boolean => (bits & (bits - 1)) === 0;

/**
 * Whether a mark of which one bit is another is followed by what says that it holds an object: what is behind it is
 * worth reading.
 */
export function hasDamagedEnvelope(bytes: Uint8Array): boolean {
  if (magicFault(bytes) === null) return false;
  const { apiVersion, kind } = readEnvelopeType(bytes);
  return /^(?:[a-z0-9.-]+\/)?v\d[a-z0-9]*$/.test(apiVersion) && /^[A-Z]\w*$/.test(kind);
}

/** Reads the type before anything else is decoded: the payload's schema depends on it. */
export function readEnvelopeType(bytes: Uint8Array): EnvelopeType {
  const type = { apiVersion: "", kind: "" };
  const envelope = new WireReader(bytes, magic.length);
  while (envelope.next()) {
    if (envelope.number === 1 && envelope.wireType === 2) readTypeMeta(envelope, type);
  }
  return type;
}

/** Where the payload stands, which counts as a whole; null where there is none, or several. */
export function payloadBounds(bytes: Uint8Array): Span | null {
  const envelope = new WireReader(bytes, magic.length);
  let found: Span | null = null;
  while (envelope.next()) {
    if (envelope.number !== 2) continue;
    if (envelope.wireType !== 2 || found !== null) return null;
    found = { start: envelope.valueStart, end: envelope.valueEnd };
  }
  return envelope.problem === null ? found : null;
}

function readTypeMeta(
  { bytes, valueStart, valueEnd }: WireReader,
  type: { apiVersion: string; kind: string },
): void {
  const meta = new WireReader(bytes, valueStart, valueEnd);
  while (meta.next()) {
    if (meta.wireType === 2 && meta.number === 1) type.apiVersion = meta.text();
    if (meta.wireType === 2 && meta.number === 2) type.kind = meta.text();
  }
}

/** The nodes of an enveloped value: the magic, and `runtime.Unknown` with the payload in it. */
export function envelopeFields(bytes: Uint8Array, plan: MessagePlan, isSound: boolean): FieldNode[] {
  const mark = plainField(0, magic.length, "magic");
  mark.name = "magic";
  mark.problem = magicFault(bytes);
  const envelope = plainField(magic.length, bytes.length, plan.name);
  envelope.name = "envelope";
  envelope.place = "same";
  envelope.children = isSound
    ? soundFields(bytes, magic.length, bytes.length, plan)
    : messageFields(bytes, plan, magic.length);
  return [mark, envelope];
}

/** Whether the whole envelope, its payload included, is sound. */
export function isSoundEnvelope(bytes: Uint8Array, plan: MessagePlan): boolean {
  return isSound(bytes, magic.length, bytes.length, plan);
}

/** Writes the object: `apiVersion` and `kind` of the envelope, then the members of its payload. */
export function writeEnvelope(out: Output, plan: MessagePlan): void {
  out.writer.beginObject();
  writeFields(out, magic.length, out.bytes.length, plan);
  out.writer.endObject();
}

const text = { scalar: "string", message: null, type: "string" } as const;

const typeMetaPlan: MessagePlan = {
  name: "k8s.io.apimachinery.pkg.runtime.TypeMeta",
  fields: [
    undefined,
    { ...fieldPlan(1, "apiVersion", text), omitEmpty: true },
    { ...fieldPlan(2, "kind", text), omitEmpty: true },
  ],
  form: null,
};

/** `runtime.Unknown` of apimachinery: the type, the object's own bytes, and how those are encoded. */
export function envelopePlan(payload: MessagePlan | null): MessagePlan {
  const aside = { place: "none", order: -1 } as const;
  const typeMeta = { scalar: null, message: typeMetaPlan, type: typeMetaPlan.name };
  return {
    name: "k8s.io.apimachinery.pkg.runtime.Unknown",
    fields: [
      undefined,
      { ...fieldPlan(1, "typeMeta", typeMeta), place: "same", inline: true },
      payload === null ? unknownPayload : payloadField(payload),
      { ...fieldPlan(3, "contentEncoding", text), ...aside },
      { ...fieldPlan(4, "contentType", text), ...aside },
    ],
    form: null,
  };
}

function payloadField(payload: MessagePlan): FieldPlan {
  const value = { scalar: null, message: payload, type: payload.name };
  return { ...fieldPlan(2, "raw", value), place: "same", inline: true, replaces: true };
}

/** A payload whose kind is not known is read without a schema. */
const unknownPayload: FieldPlan = {
  ...fieldPlan(2, "raw", { scalar: "bytes", message: null, type: "message" }),
  place: "same",
  expand: (bytes, start, end) => wireFields(bytes, new Map(), start, end),
};
