import {
  type FieldNode,
  type FieldShape,
  type MessageShape,
  messageFields,
  plainField,
  WireReader,
  wireFields,
} from "@etcdscope/codec";

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
export function envelopeFields(bytes: Uint8Array, payload: MessageShape | null): FieldNode[] {
  const mark = plainField(0, magic.length, "magic");
  mark.name = "magic";
  const envelope = plainField(magic.length, bytes.length, "k8s.io.apimachinery.pkg.runtime.Unknown");
  envelope.name = "envelope";
  envelope.place = "same";
  envelope.children = messageFields(bytes, unknownShape(payload), magic.length);
  return [mark, envelope];
}

const text = { type: "string", scalar: "string", message: null, repeated: false, expand: null } as const;

const typeMetaShape: MessageShape = {
  name: "k8s.io.apimachinery.pkg.runtime.TypeMeta",
  fields: [
    undefined,
    { ...text, number: 1, name: "apiVersion", place: "member" },
    { ...text, number: 2, name: "kind", place: "member" },
  ],
};

/** `runtime.Unknown` of apimachinery: the type, the object's own bytes, and how those are encoded. */
function unknownShape(payload: MessageShape | null): MessageShape {
  const typeMeta: FieldShape = {
    ...text,
    number: 1,
    name: "typeMeta",
    type: typeMetaShape.name,
    scalar: null,
    message: typeMetaShape,
    place: "same",
  };
  return {
    name: "k8s.io.apimachinery.pkg.runtime.Unknown",
    fields: [
      undefined,
      typeMeta,
      rawShape(payload),
      { ...text, number: 3, name: "contentEncoding", place: "none" },
      { ...text, number: 4, name: "contentType", place: "none" },
    ],
  };
}

/** A payload whose kind is not known is read without a schema. */
function rawShape(payload: MessageShape | null): FieldShape {
  const raw = { ...text, number: 2, name: "raw", place: "same" } as const;
  if (payload !== null) return { ...raw, type: payload.name, scalar: null, message: payload };
  const expand: FieldShape["expand"] = (bytes, start, end) => wireFields(bytes, new Map(), start, end);
  return { ...raw, type: "message", scalar: "bytes", expand };
}
