import { type FieldNode, type Redact, readingsOfBytes, type ValueBounds } from "@etcdscope/codec";
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
import { fieldAnswers } from "./field-answers.ts";
import type { ShownLayer, ShownValue, ViewOptions, Views } from "./stored-value.ts";
import { wireNodes } from "./wire-nodes.ts";

/** Bytes of a value above which its document waits until it is asked for. */
const largestText = 2 * 1024 * 1024;
/** Bytes and fields of a value above which its trees, and the places in its text, do. */
const largestTrees = 256 * 1024;
const mostFields = 40_000;
/** Fields that are told at all: more make an answer that no browser takes. */
const mostFieldsAsked = 400_000;

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
    views: (options) => {
      const size = sizeOf(decoded, options);
      const { guesses, ...ofLayers } = options;
      const inner = layers.map((layer) => ({ layer, views: layer.value.views(ofLayers) }));
      return {
        encoding: decoded.encoding,
        ...(documentIn(inner) ?? ownDocument(decoded, redact, size)),
        ...treesOf(decoded, hidden, size),
        warnings: [...sizeWarnings(size), ...problemWarnings(decoded)],
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

type DocumentViews = Pick<Views, "json" | "jsonRanges" | "documentLayer" | "allocations">;

function ownDocument(
  decoded: Decoded,
  redact: Redact | undefined,
  { withText, withTrees }: Size,
): DocumentViews {
  const document = withText ? printJson(decoded, { redact, ranges: withTrees }) : null;
  return {
    json: document?.text ?? null,
    jsonRanges: document?.ranges ?? [],
    documentLayer: null,
    allocations: allocationsAnswer(decoded),
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
  const { json, jsonRanges, documentLayer, allocations } = views;
  return { json, jsonRanges, documentLayer: inLayer(layer.name, documentLayer), allocations };
}

/** A layer, and behind it those that stand in it, under names that say so. */
function layerAnswers({ layer, views }: ViewedLayer): LayerAnswer[] {
  const { name, parent, provenance, value } = layer;
  const { encoding, fields, wire, warnings } = views;
  const size = value.bytes.length;
  const { masked } = value;
  return [
    { name, size, parent: [parent.start, parent.end], provenance, encoding, fields, wire, masked, warnings },
    ...views.layers.map((inner) => ({ ...inner, name: inLayer(name, inner.name) })),
  ];
}

function inLayer(name: string, inner: string | null): string {
  return inner === null ? name : `${name}/${inner}`;
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
  const nothing = { json: null, jsonRanges: [], wire: null, warnings: [], layers: [], notes: [] };
  const views: Views = { encoding, ...nothing, fields: [field], documentLayer: null, allocations: null };
  const none: Pick<ShownValue, "layers" | "within" | "layer"> = {
    layers: [],
    within: () => [],
    layer: () => "absent",
  };
  return { ...shown, encoding, notes: [], ...none, views: () => views, document: () => null };
}

/** What of a value is small enough, or was asked for. */
interface Size {
  readonly withText: boolean;
  readonly withTrees: boolean;
  readonly wire: readonly FieldNode[] | null;
}

function sizeOf(decoded: Decoded, { allText, allFields, guesses }: ViewOptions): Size {
  const { bytes, fields } = decoded;
  const most = allFields ? mostFieldsAsked : mostFields;
  const isFew = (allFields || bytes.length <= largestTrees) && fieldsLeft(fields, most) >= 0;
  const wire = isFew ? wireNodes(decoded, guesses) : null;
  return {
    withText: allText || bytes.length <= largestText,
    withTrees: isFew && fieldsLeft(wire ?? [], most) >= 0,
    wire,
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

function treesOf(
  decoded: Decoded,
  hidden: Hidden,
  { withTrees, wire }: Size,
): Pick<Views, "fields" | "wire"> {
  if (!withTrees) return { fields: null, wire: null };
  const { bytes, fields, label, text } = decoded;
  return {
    fields: fieldAnswers(fields, { bytes, hidden, label, text }),
    wire: wire === null ? null : fieldAnswers(wire, { bytes, hidden, label: null }),
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
