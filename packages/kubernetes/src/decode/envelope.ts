import { type FieldNode, messageFields, plainField, WireReader, wireFields } from "@etcdscope/codec";
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

/** Reads the type before anything else is decoded: the payload's schema depends on it. */
export function readEnvelopeType(bytes: Uint8Array): EnvelopeType {
  const type = { apiVersion: "", kind: "" };
  const envelope = new WireReader(bytes, magic.length);
  while (envelope.next()) {
    if (envelope.number === 1 && envelope.wireType === 2) readTypeMeta(envelope, type);
  }
  return type;
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
