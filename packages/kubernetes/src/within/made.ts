import type { FieldNode } from "@etcdscope/codec";
import type { Decoded, Encoding } from "../decode/decoded.ts";
import { surveyFields } from "../decode/survey.ts";
import type { Fact } from "./fact.ts";

/** A layer's bytes as they were understood, and what is told of them first. */
export interface DecodedContent {
  readonly decoded: Decoded;
  readonly facts: readonly Fact[];
}

/** Bytes with the fields that were read of them, without a document. */
export function made(
  bytes: Uint8Array,
  fields: readonly FieldNode[],
  encoding: Omit<Encoding, "outcome" | "explained">,
): Decoded {
  const { problems, explained } = surveyFields(bytes, fields);
  const outcome = encoding.id === "binary" ? "failed" : encoding.reason === undefined ? "ok" : "partial";
  const complete: Encoding = { ...encoding, outcome, explained };
  return { bytes, encoding: complete, fields, problems, write: null, label: null, layers: [] };
}
