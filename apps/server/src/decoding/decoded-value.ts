import type { FieldNode } from "@etcdscope/codec";
import type { EncodingAnswer, WarningAnswer } from "@etcdscope/contract";
import { type Decoded, printJson, printYaml } from "@etcdscope/kubernetes";
import { Hidden } from "../masking/hidden.ts";
import type { MaskedBytes } from "../masking/mask.ts";
import { fieldAnswers } from "./field-answers.ts";
import type { ShownValue, ViewOptions, Views } from "./stored-value.ts";
import { wireNodes } from "./wire-nodes.ts";

/** Bytes of a value above which its document waits until it is asked for. */
const largestText = 2 * 1024 * 1024;
/** Bytes and fields of a value above which its trees, and the places in its text, do. */
const largestTrees = 256 * 1024;
const mostFields = 40_000;
/** Fields that are told at all: more make an answer that no browser takes. */
const mostFieldsAsked = 400_000;

/** A value that was understood; `decoded` is of the bytes that may be shown. */
export function decodedValue(decoded: Decoded, shown: MaskedBytes): ShownValue {
  const hidden = new Hidden(shown.masked);
  const redact = ({ valueStart, valueEnd }: FieldNode): string | undefined =>
    hidden.standIn(valueStart, valueEnd);
  const print = { json: printJson, yaml: printYaml };
  return {
    ...shown,
    encoding: decoded.encoding,
    document: (form) => print[form](decoded, { redact, ranges: false })?.text ?? null,
    views: (options) => {
      const size = sizeOf(decoded, options);
      const document = size.withText ? printJson(decoded, { redact, ranges: size.withTrees }) : null;
      return {
        encoding: decoded.encoding,
        json: document?.text ?? null,
        jsonRanges: document?.ranges ?? [],
        ...treesOf(decoded, hidden, size),
        warnings: [...sizeWarnings(size), ...problemWarnings(decoded)],
      };
    },
  };
}

/** A value of which nothing is shown but its size. */
export function hiddenValue(shown: MaskedBytes, id: EncodingAnswer["id"] = "binary"): ShownValue {
  const size = shown.bytes.length;
  const field = { name: null, type: "bytes", span: [0, size], value: [0, size], masked: true } as const;
  const encoding: EncodingAnswer = {
    id,
    outcome: "failed",
    reason: "it is secret, or may be, and could not be understood: all of it is hidden",
    explained: 0,
  };
  const views: Views = { encoding, json: null, jsonRanges: [], fields: [field], wire: null, warnings: [] };
  return { ...shown, encoding, views: () => views, document: () => null };
}

/** What of a value is small enough, or was asked for. */
interface Size {
  readonly withText: boolean;
  readonly withTrees: boolean;
}

function sizeOf({ bytes, fields }: Decoded, { allText, allFields }: ViewOptions): Size {
  const most = allFields ? mostFieldsAsked : mostFields;
  return {
    withText: allText || bytes.length <= largestText,
    withTrees: (allFields || bytes.length <= largestTrees) && fieldsLeft(fields, most) >= 0,
  };
}

/** What is left of `most` when every field has been counted; below zero where there are more, without counting on. */
function fieldsLeft(fields: readonly FieldNode[], most: number): number {
  let left = most - fields.length;
  for (const { children } of fields) {
    if (left < 0) return left;
    if (children !== null) left = fieldsLeft(children, left);
  }
  return left;
}

function treesOf(decoded: Decoded, hidden: Hidden, { withTrees }: Size): Pick<Views, "fields" | "wire"> {
  if (!withTrees) return { fields: null, wire: null };
  const { bytes, fields } = decoded;
  const wire = wireNodes(decoded);
  return {
    fields: fieldAnswers(bytes, fields, hidden),
    wire: wire === null ? null : fieldAnswers(bytes, wire, hidden),
  };
}

function sizeWarnings({ withText, withTrees }: Size): WarningAnswer[] {
  const text = { code: "text_too_large", message: "The document is large: it is made when asked for." };
  const trees = {
    code: "fields_too_large",
    message: "The value is large: its fields are made when asked for.",
  };
  return [...(withText ? [] : [text]), ...(withTrees ? [] : [trees])];
}

function problemWarnings({ problems }: Decoded): WarningAnswer[] {
  return problems.map(({ code, message, span }) => ({ code, message, span: [span.start, span.end] }));
}
