import { createPlanLookup } from "../plan/compile.ts";
import { createSchemaLookup } from "../schema/lookup.ts";
import type { KubernetesSchema } from "../schema/schema.ts";
import type { Decoded, DecodeProblem, Encoding } from "./decoded.ts";
import { readKubernetes } from "./object.ts";
import {
  type Reading,
  readBinary,
  readEmpty,
  readEncrypted,
  readJson,
  readNumber,
  readProtobuf,
  readText,
} from "./plain.ts";
import { type Survey, surveyFields } from "./survey.ts";

/** Understands stored values. It never throws on data and keeps nothing of what it decodes. */
export interface Decoder {
  decode(key: Uint8Array, value: Uint8Array): Decoded;
}

/** A decoder over one schema; plans of kinds are compiled when they are first met. */
export function createDecoder(schema: KubernetesSchema): Decoder {
  const lookup = createSchemaLookup(schema);
  const plans = createPlanLookup(lookup);
  const read = (bytes: Uint8Array): Reading =>
    readEmpty(bytes) ??
    readKubernetes(bytes, lookup, plans) ??
    readEncrypted(bytes) ??
    readNumber(bytes) ??
    readJson(bytes) ??
    readText(bytes) ??
    readProtobuf(bytes) ??
    readBinary(bytes);
  return { decode: (_key, value) => decodedFrom(value, read(value)) };
}

function decodedFrom(bytes: Uint8Array, reading: Reading): Decoded {
  const survey = surveyFields(bytes, reading.fields);
  return {
    bytes,
    encoding: encodingFrom(bytes, reading, survey),
    fields: reading.fields,
    problems: survey.problems,
    write: reading.write,
  };
}

function encodingFrom(bytes: Uint8Array, { encoding }: Reading, { problems, explained }: Survey): Encoding {
  const damage = problems.find(({ code }) => code === "damage");
  const reason = encoding.reason ?? damage?.message ?? unknownReason(problems, encoding.schema);
  const offset = encoding.offset ?? damage?.span.start;
  const whole = reason === undefined && explained === bytes.length;
  return {
    ...encoding,
    outcome: whole ? "ok" : explained > 0 ? "partial" : "failed",
    ...(reason === undefined ? {} : { reason }),
    ...(offset === undefined ? {} : { offset }),
    explained,
  };
}

function unknownReason(problems: readonly DecodeProblem[], schema = "the schema"): string | undefined {
  const count = problems.length;
  if (count === 0) return undefined;
  return count === 1 ? `one field is not in ${schema}` : `${count} fields are not in ${schema}`;
}
