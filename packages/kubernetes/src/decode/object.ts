import { FieldTable } from "../document/field-table.ts";
import { Output, type WriteDocument } from "../document/output.ts";
import { createPlanLookup, type PlanLookup } from "../plan/compile.ts";
import type { MessagePlan } from "../plan/plan.ts";
import { quantityLabel } from "../quantity/restated.ts";
import type { SchemaLookup } from "../schema/lookup.ts";
import type { KindSchema } from "../schema/schema.ts";
import {
  type EnvelopeType,
  envelopeFields,
  envelopePlan,
  hasDamagedEnvelope,
  hasEnvelope,
  isSoundEnvelope,
  readEnvelopeType,
  writeEnvelope,
} from "./envelope.ts";
import type { Reading, SoundReading } from "./plain.ts";
import { createUnknownKindReader } from "./unknown-kind.ts";

/** Reads a value in Kubernetes' protobuf envelope, with the schema of its kind where there is one. */
export type ObjectReader = (bytes: Uint8Array) => Reading | SoundReading | null;

/** A kind with its schema, and the plan of its envelope. */
interface KnownKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: string;
  readonly plan: MessagePlan;
}

/** Plans of kinds are compiled when they are first met. */
export function createObjectReader(schema: SchemaLookup): ObjectReader {
  const plans = createPlanLookup(schema);
  const kinds = new Map<string, KnownKind>();
  const table = new FieldTable();
  const unknown = createUnknownKindReader(plans, table);
  const kindOf = ({ apiVersion, kind }: EnvelopeType): KnownKind | null => {
    const name = `${apiVersion} ${kind}`;
    const found = kinds.get(name) ?? compileKind(schema.kind(apiVersion, kind), plans);
    if (found !== null) kinds.set(name, found);
    return found;
  };
  return (bytes) => {
    const isIntact = hasEnvelope(bytes);
    if (!isIntact && !hasDamagedEnvelope(bytes)) return null;
    const type = readEnvelopeType(bytes);
    const known = kindOf(type);
    return known === null ? unknown(bytes, type) : knownKind(bytes, known, table, isIntact);
  };
}

function compileKind(known: KindSchema | undefined, plans: PlanLookup): KnownKind | null {
  const plan = known === undefined ? null : plans(known.message);
  if (known === undefined || plan === null) return null;
  const { apiVersion, kind, release } = known;
  return { apiVersion, kind, schema: releaseText(release), plan: envelopePlan(plan) };
}

function knownKind(
  bytes: Uint8Array,
  known: KnownKind,
  table: FieldTable,
  isIntact: boolean,
): Reading | SoundReading {
  const { apiVersion, kind, schema, plan } = known;
  const isSound = isIntact && isSoundEnvelope(bytes, plan);
  const write: WriteDocument = (writer, redact) =>
    writeEnvelope(new Output(bytes, writer, redact, isSound, table), plan);
  const id = "kubernetes-protobuf";
  const label = quantityLabel(bytes);
  if (!isSound) {
    const fields = envelopeFields(bytes, plan, false);
    return { encoding: { id, apiVersion, kind, schema }, fields, write, label };
  }
  const encoding = { id, apiVersion, kind, schema, outcome: "ok", explained: bytes.length } as const;
  return { encoding, nodes: () => envelopeFields(bytes, plan, true), write, label };
}

/** `1.36.4` is Kubernetes' own; other distributions' releases carry their name: `openshift-4.0`. */
function releaseText(release: string): string {
  const [, name, version] = /^([a-z]+)-(.*)$/.exec(release) ?? [];
  return name === "openshift" ? `OpenShift ${version}` : `Kubernetes ${release}`;
}
