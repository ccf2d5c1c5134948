import type { FieldNode } from "@etcdscope/codec";
import { writeFields } from "../document/object.ts";
import type { WriteDocument } from "../document/output.ts";
import type { PlanLookup } from "../plan/compile.ts";
import type { MessagePlan } from "../plan/plan.ts";
import type { SchemaLookup } from "../schema/lookup.ts";
import { type EnvelopeType, envelopeFields, hasEnvelope, readEnvelopeType } from "./envelope.ts";
import type { Reading } from "./plain.ts";

/** Reads a value in Kubernetes' protobuf envelope, with the schema of its kind where there is one. */
export function readKubernetes(bytes: Uint8Array, schema: SchemaLookup, plans: PlanLookup): Reading | null {
  if (!hasEnvelope(bytes)) return null;
  const type = readEnvelopeType(bytes);
  const known = schema.kind(type.apiVersion, type.kind);
  const plan = known === undefined ? null : plans(known.message);
  const fields = envelopeFields(bytes, plan);
  const id = "kubernetes-protobuf";
  if (known === undefined || plan === null) {
    return { encoding: { id, ...given(type), reason: noSchema(type) }, fields, write: null };
  }
  return {
    encoding: { id, ...given(type), schema: releaseText(known.release) },
    fields,
    write: objectWriter(bytes, fields, plan),
  };
}

function given({ apiVersion, kind }: EnvelopeType): { apiVersion?: string; kind?: string } {
  return { ...(apiVersion === "" ? {} : { apiVersion }), ...(kind === "" ? {} : { kind }) };
}

function noSchema({ apiVersion, kind }: EnvelopeType): string {
  if (apiVersion === "" && kind === "") return "the envelope does not say what it holds";
  return `no schema is known for ${kind} of ${apiVersion}`;
}

/** `1.36.4` is Kubernetes' own; other distributions' releases carry their name: `openshift-4.0`. */
function releaseText(release: string): string {
  const [, name, version] = /^([a-z]+)-(.*)$/.exec(release) ?? [];
  return name === "openshift" ? `OpenShift ${version}` : `Kubernetes ${release}`;
}

/** The document: `apiVersion` and `kind` from the envelope, the rest from its payload. */
function objectWriter(bytes: Uint8Array, fields: readonly FieldNode[], plan: MessagePlan): WriteDocument {
  const envelope = fields.at(-1)?.children ?? [];
  const typeMeta = childrenOf(envelope, 1);
  const payload = childrenOf(envelope, 2);
  return (writer, redact) => {
    writer.beginObject();
    for (const node of typeMeta) {
      if (node.place !== "member" || node.name === null || node.valueStart === node.valueEnd) continue;
      writer.memberText(node.name);
      writer.utf8(bytes, node.valueStart, node.valueEnd);
    }
    writeFields({ bytes, writer, redact }, payload, plan);
    writer.endObject();
  };
}

function childrenOf(envelope: readonly FieldNode[], number: number): readonly FieldNode[] {
  return envelope.filter((node) => node.number === number).flatMap((node) => node.children ?? []);
}
