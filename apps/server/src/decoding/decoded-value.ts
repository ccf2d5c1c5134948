import {
  type FieldNode,
  type PrintedText,
  type Redact,
  readingsOfBytes,
  type ValueBounds,
} from "@etcdscope/codec";
import type {
  AllocationAnswer,
  AllocationsAnswer,
  EncodingAnswer,
  LayerAnswer,
  NoteAnswer,
  WarningAnswer,
} from "@etcdscope/contract";
import { allocationsOf, type Decoded, printJson, printYaml } from "@etcdscope/kubernetes";
import { Hidden } from "../masking/hidden.ts";
import type { MaskedBytes } from "../masking/mask.ts";
import { fieldAnswers, fieldsUnder, type Telling } from "./field-answers.ts";
import type { ShownLayer, ShownValue, ViewOptions, Views } from "./stored-value.ts";
import { wireNodes } from "./wire-nodes.ts";

/** Bytes of a value above which its document waits until it is asked for. */
const largestText = 2 * 1024 * 1024;
/** Bytes and fields of a value above which its trees, and the places in its text, do. */
const largestTrees = 256 * 1024;
const mostFields = 40_000;
/** Of a list of fields that comes in parts: how many at first, and how many with each further part. */
const firstChildren = 1000;
const furtherChildren = 10_000;
/** Characters of a document that come with an answer: all of it can be downloaded. */
const mostText = 8 * 1024 * 1024;
/** Warnings that are told one by one. */
const mostWarnings = 1000;

/** What is told of a value beside its own bytes. */
export interface Beside extends Pick<ShownValue, "within" | "layer"> {
  readonly layers: readonly ShownLayer[];
  readonly notes: readonly NoteAnswer[];
}

/** A value that was understood; `decoded` is of the bytes that may be shown. */
export function decodedValue(decoded: Decoded, shown: MaskedBytes, beside: Beside): ShownValue {
  const { layers, notes, within: valuesWithin, layer: layerNamed } = beside;
  const hidden = new Hidden(shown.masked);
  const holder = layers.find(({ hasDocument }) => hasDocument);
  const standIn = ({ valueStart, valueEnd }: ValueBounds): string | undefined =>
    hidden.standIn(valueStart, valueEnd);
  // Asking about every value takes time, and most have nothing to hide.
  const redact = shown.masked.length === 0 ? undefined : standIn;
  const print = { json: printJson, yaml: printYaml };
  return {
    ...shown,
    encoding: decoded.encoding,
    notes,
    layers,
    within: valuesWithin,
    layer: layerNamed,
    document: (form) =>
      holder === undefined
        ? (print[form](decoded, { redact, ranges: false })?.text ?? null)
        : holder.value.document(form),
    fieldsUnder: ({ tree, at, from, guesses }) => {
      const nodes = tree === "wire" ? wireNodes(decoded, guesses) : decoded.fields;
      const bounds = { fields: mostFields, children: furtherChildren };
      return fieldsUnder(nodes ?? [], tellingOf(decoded, hidden, tree), { at, from, bounds });
    },
    views: (options) => {
      const size = sizeOf(decoded, options);
      const { guesses, ...ofLayers } = options;
      const inner = layers.map((layer) => ({ layer, views: layer.value.views(ofLayers) }));
      return {
        encoding: decoded.encoding,
        ...(documentIn(inner) ?? ownDocument(decoded, redact, size)),
        ...treesOf(decoded, hidden, size),
        warnings: [...sizeWarnings(size), ...problemWarnings(decoded, size)],
        layers: inner.flatMap(layerAnswers),
        notes,
        ...readingsIn(decoded, shown),
      };
    },
  };
}

/** Encodings that say little: the bytes may be something else as well. */
const vague: ReadonlySet<string> = new Set(["binary", "number", "text", "protobuf"]);
/** Bytes of MessagePack up to which it comes with the value. */
const mostMsgpack = 64 * 1024;

/** Of a value with hidden parts there is no reading: it would be of asterisks. */
function readingsIn({ bytes, encoding }: Decoded, { masked }: MaskedBytes): Pick<Views, "readings"> {
  if (masked.length > 0 || !vague.has(encoding.id)) return {};
  const readings = readingsOfBytes(bytes, mostMsgpack);
  return readings.length === 0 ? {} : { readings };
}

type DocumentViews = Pick<Views, "json" | "jsonLength" | "jsonRanges" | "documentLayer" | "allocations">;

function ownDocument(decoded: Decoded, redact: Redact | undefined, size: Size): DocumentViews {
  const ranges = size.trees === "whole";
  const document = size.withText ? printJson(decoded, { redact, ranges }) : null;
  return {
    ...textAnswer(document, size),
    documentLayer: null,
    allocations: allocationsAnswer(decoded),
  };
}

/** A text that is too long is cut where a line ends, and says how long it is. */
function textAnswer(
  document: PrintedText | null,
  { isBounded }: Size,
): Pick<DocumentViews, "json" | "jsonLength" | "jsonRanges"> {
  if (document === null) return { json: null, jsonRanges: [] };
  const { text, ranges } = document;
  if (!isBounded || text.length <= mostText) return { json: text, jsonRanges: ranges };
  const end = text.lastIndexOf("\n", mostText) + 1 || mostText;
  return {
    json: text.slice(0, end),
    jsonLength: text.length,
    jsonRanges: ranges.filter(([, , rangeEnd]) => rangeEnd <= end),
  };
}

function allocationsAnswer(decoded: Decoded): AllocationsAnswer | null {
  const allocations = allocationsOf(decoded);
  if (allocations === null) return null;
  const allocated = allocations.allocated.map(
    ({ span, ...allocation }): AllocationAnswer => ({ ...allocation, span: [span.start, span.end] }),
  );
  return { ...allocations, allocated };
}

/** A layer with what its own bytes give. */
interface ViewedLayer {
  readonly layer: ShownLayer;
  readonly views: Views;
}

function documentIn(inner: readonly ViewedLayer[]): DocumentViews | undefined {
  const holder = inner.find(({ layer }) => layer.hasDocument);
  if (holder === undefined) return undefined;
  const { layer, views } = holder;
  const { json, jsonLength, jsonRanges, documentLayer, allocations } = views;
  const length = jsonLength === undefined ? {} : { jsonLength };
  return { json, ...length, jsonRanges, documentLayer: inLayer(layer.name, documentLayer), allocations };
}

/** A layer, and behind it those that stand in it, under names that say so. */
function layerAnswers({ layer, views }: ViewedLayer): LayerAnswer[] {
  const { name, parent, provenance, value } = layer;
  const { encoding, fields, fieldsMore, wire, wireMore, warnings } = views;
  const own: LayerAnswer = {
    name,
    size: value.bytes.length,
    parent: [parent.start, parent.end],
    provenance,
    encoding,
    fields,
    ...(fieldsMore === undefined ? {} : { fieldsMore }),
    wire,
    ...(wireMore === undefined ? {} : { wireMore }),
    masked: value.masked,
    warnings,
  };
  return [own, ...views.layers.map((inner) => ({ ...inner, name: inLayer(name, inner.name) }))];
}

function inLayer(name: string, inner: string | null): string {
  return inner === null ? name : `${name}/${inner}`;
}

/** A value of which nothing is shown but its size. */
export function hiddenValue(
  shown: MaskedBytes,
  id: EncodingAnswer["id"] = "binary",
  reason = "it is secret, or may be, and could not be understood: all of it is hidden",
): ShownValue {
  const size = shown.bytes.length;
  const field = { name: null, type: "bytes", span: [0, size], value: [0, size], masked: true } as const;
  const encoding: EncodingAnswer = {
    id,
    outcome: "failed",
    reason,
    explained: 0,
  };
  const nothing = { json: null, jsonRanges: [], wire: null, warnings: [], layers: [], notes: [] };
  const views: Views = { encoding, ...nothing, fields: [field], documentLayer: null, allocations: null };
  const none: Pick<ShownValue, "layers" | "within" | "layer"> = {
    layers: [],
    within: () => [],
    layer: () => "absent",
  };
  return {
    ...shown,
    encoding,
    notes: [],
    ...none,
    views: () => views,
    fieldsUnder: () => undefined,
    document: () => null,
  };
}

/** What of a value is small enough, or was asked for. */
interface Size {
  readonly withText: boolean;
  readonly trees: "whole" | "parts" | "withheld";
  /** Whether there is more to be had than the answer holds. */
  readonly isBounded: boolean;
  /** The tree of the bytes alone, where it is told. */
  readonly wire: readonly FieldNode[] | null;
}

function sizeOf(decoded: Decoded, { allText, allFields, isBounded, guesses }: ViewOptions): Size {
  const { bytes, fields } = decoded;
  const withText = allText || bytes.length <= largestText;
  const isFew = (nodes: readonly FieldNode[]): boolean => !isBounded || fieldsLeft(nodes, mostFields) >= 0;
  const mayTell = allFields || (bytes.length <= largestTrees && isFew(fields));
  const wire = mayTell ? wireNodes(decoded, guesses) : null;
  const isWhole = mayTell && isFew(fields) && isFew(wire ?? []);
  const trees = isWhole ? "whole" : allFields ? "parts" : "withheld";
  return { withText, trees, isBounded, wire };
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

type Trees = Pick<Views, "fields" | "fieldsMore" | "wire" | "wireMore">;

function treesOf(decoded: Decoded, hidden: Hidden, { trees, wire }: Size): Trees {
  if (trees === "withheld") return { fields: null, wire: null };
  const bounds = trees === "whole" ? undefined : { fields: mostFields, children: firstChildren };
  const ofFields = fieldAnswers(decoded.fields, tellingOf(decoded, hidden, "fields"), bounds);
  const ofWire = wire === null ? null : fieldAnswers(wire, tellingOf(decoded, hidden, "wire"), bounds);
  return {
    fields: ofFields.fields,
    ...(ofFields.more === 0 ? {} : { fieldsMore: ofFields.more }),
    wire: ofWire?.fields ?? null,
    ...(ofWire === null || ofWire.more === 0 ? {} : { wireMore: ofWire.more }),
  };
}

function tellingOf({ bytes, label, text }: Decoded, hidden: Hidden, tree: "fields" | "wire"): Telling {
  return tree === "wire" ? { bytes, hidden, label: null } : { bytes, hidden, label, text };
}

const sizeMessages = {
  text_too_large: "The document is large: it is made when asked for.",
  fields_too_large: "The value is large: its fields are made when asked for.",
  fields_in_parts:
    "The value has very many fields: long lists come in parts, and the document's text is not linked to its bytes.",
} as const;

function sizeWarnings({ withText, trees }: Size): WarningAnswer[] {
  const codes: (keyof typeof sizeMessages)[] = [];
  if (!withText) codes.push("text_too_large");
  if (trees === "withheld") codes.push("fields_too_large");
  if (trees === "parts") codes.push("fields_in_parts");
  return codes.map((code) => ({ code, message: sizeMessages[code] }));
}

function problemWarnings({ problems }: Decoded, { isBounded }: Size): WarningAnswer[] {
  const told = isBounded ? problems.slice(0, mostWarnings) : problems;
  const warnings = told.map(({ code, message, span }): WarningAnswer => {
    return { code, message, span: [span.start, span.end] };
  });
  const more = problems.length - told.length;
  if (more > 0) warnings.push({ code: "more_problems", message: `There are ${more} more such places.` });
  return warnings;
}
