import { isPlainText, WireReader } from "@etcdscope/codec";
import type { FieldTable } from "../document/field-table.ts";
import { Output } from "../document/output.ts";
import type { PlanLookup } from "../plan/compile.ts";
import { fieldPlan, type MessagePlan } from "../plan/plan.ts";
import { isSound } from "../plan/sound.ts";
import { type EnvelopeType, envelopeFields, envelopePlan, payloadBounds, writeEnvelope } from "./envelope.ts";
import type { Reading } from "./plain.ts";

const metadataType = "k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** Reads an enveloped value of a kind that no schema is known for. */
type UnknownKindReader = (bytes: Uint8Array, type: EnvelopeType) => Reading;

/**
 * Every object of Kubernetes has its metadata in field 1: where that reads as such to its last byte and names the
 * object, it is shown as JSON with the envelope's type. All else is read without a schema.
 */
export function createUnknownKindReader(plans: PlanLookup, table: FieldTable): UnknownKindReader {
  const metadata = plans(metadataType);
  const withoutAny = envelopePlan(null);
  const withMetadata = metadata === null ? withoutAny : envelopePlan(objectPlan(metadata));
  return (bytes, type) => {
    const encoding = { id: "kubernetes-protobuf", ...given(type), reason: noSchema(type) } as const;
    if (metadata === null || !holdsMetadata(bytes, type, metadata))
      return { encoding, fields: envelopeFields(bytes, withoutAny, false), write: null };
    return {
      encoding,
      fields: envelopeFields(bytes, withMetadata, false),
      write: (writer, redact) => writeEnvelope(new Output(bytes, writer, redact, false, table), withMetadata),
    };
  };
}

/** Fields of a message of this name are not told one by one as unknown: all but one are. */
function objectPlan(metadata: MessagePlan): MessagePlan {
  const value = { scalar: null, message: metadata, type: metadata.name };
  return { name: "message", fields: [undefined, fieldPlan(1, "metadata", value)], form: null };
}

/** A list has its own metadata in this place, of which a link or a revision could be taken for names. */
function holdsMetadata(bytes: Uint8Array, { kind }: EnvelopeType, plan: MessagePlan): boolean {
  const bounds = payloadBounds(bytes);
  if (bounds === null || kind.endsWith("List")) return false;
  const object = new WireReader(bytes, bounds.start, bounds.end);
  if (!object.next() || object.number !== 1 || object.wireType !== 2) return false;
  const { valueStart, valueEnd } = object;
  return isSound(bytes, valueStart, valueEnd, plan) && startsWithName(bytes, valueStart, valueEnd);
}

function startsWithName(bytes: Uint8Array, start: number, end: number): boolean {
  const reader = new WireReader(bytes, start, end);
  if (!reader.next() || reader.number !== 1 || reader.valueStart === reader.valueEnd) return false;
  return isPlainText(bytes, reader.valueStart, reader.valueEnd) && !/[\s/]/.test(reader.text());
}

function given({ apiVersion, kind }: EnvelopeType): { apiVersion?: string; kind?: string } {
  return { ...(apiVersion === "" ? {} : { apiVersion }), ...(kind === "" ? {} : { kind }) };
}

function noSchema({ apiVersion, kind }: EnvelopeType): string {
  if (apiVersion === "" && kind === "") return "the envelope does not say what it holds";
  return `no schema is known for ${kind} of ${apiVersion}`;
}
