import { encodeBase64 } from "@etcdscope/codec";
import type { FieldAnswer, LayerAnswer, SpanPair, ValueAnswer } from "@etcdscope/contract";
import { isPlainText } from "../bytes/tokens.ts";
import type { Overlay, ShownValue } from "../value-views/view-props.ts";
import type { Revealed } from "./revealed.ts";

/** A value as if what is revealed had never been masked: every view draws it so. */
export function revealedValue(value: ShownValue, revealed: Revealed): ShownValue {
  const overlays = overlaysOf(revealed);
  if (overlays.size === 0) return value;
  const own = value.opened?.layer ?? "";
  const unmasked = { ...value, ...unmaskedTrees(value, overlays.get(own) ?? []), overlays };
  const layers = value.layers.map((layer): LayerAnswer => {
    return { ...layer, ...unmaskedTrees(layer, overlays.get(layer.name) ?? []) };
  });
  const holder = value.layers.find(({ name }) => name === value.documentLayer) ?? value;
  const inText = overlays.get(value.documentLayer ?? own) ?? [];
  return { ...unmasked, layers, ...unmaskedText(value, holder, inText) };
}

/** Bytes in place of masked ones, by the layer that they are of. */
function overlaysOf(revealed: Revealed): Map<string, Overlay[]> {
  const overlays = new Map<string, Overlay[]>();
  for (const { part, bytes } of revealed.values()) {
    const holder = part.in ?? "";
    overlays.set(holder, [...(overlays.get(holder) ?? []), { start: part.span[0], bytes }]);
  }
  return overlays;
}

type Trees = Pick<LayerAnswer, "fields" | "wire" | "masked">;

function unmaskedTrees({ fields, wire, masked }: Trees, overlays: readonly Overlay[]): Trees {
  if (overlays.length === 0) return { fields, wire, masked };
  return {
    fields: fields && unmaskedFields(fields, overlays),
    wire: wire && unmaskedFields(wire, overlays),
    masked: masked.filter(({ span }) => overlayAt(overlays, span) === undefined),
  };
}

function overlayAt(overlays: readonly Overlay[], [start, end]: SpanPair): Overlay | undefined {
  return overlays.find((one) => one.start === start && one.start + one.bytes.length === end);
}

function unmaskedFields(fields: readonly FieldAnswer[], overlays: readonly Overlay[]): FieldAnswer[] {
  return fields.map((field) => {
    const { children, masked: _, ...rest } = field;
    const overlay = field.masked === true ? overlayAt(overlays, field.value) : undefined;
    if (overlay !== undefined) return { ...rest, text: readable(overlay.bytes) };
    return children === undefined ? field : { ...field, children: unmaskedFields(children, overlays) };
  });
}

/** Text as it is, other bytes as base64. */
export function readable(bytes: Uint8Array): string {
  return isPlainText(bytes) ? new TextDecoder().decode(bytes) : encodeBase64(bytes);
}

type Text = Pick<ValueAnswer, "json" | "jsonRanges">;

/** Puts what a masked value would have been in place of what stands for it, and moves what follows. */
function unmaskedText({ json, jsonRanges }: Text, holder: Trees, overlays: readonly Overlay[]): Text {
  if (json === null || overlays.length === 0) return { json, jsonRanges };
  const tokens = tokensByPath(holder, overlays);
  const cuts = jsonRanges
    .flatMap(([path, start, end]) => {
      const token = tokens.get(path);
      return token === undefined ? [] : [{ start, end, token }];
    })
    .sort((a, b) => a.start - b.start);
  let text = "";
  let at = 0;
  for (const { start, end, token } of cuts) {
    text += json.slice(at, start) + token;
    at = end;
  }
  const moved = (offset: number): number =>
    cuts.reduce(
      (to, { start, end, token }) => (end <= offset ? to + token.length - (end - start) : to),
      offset,
    );
  const ranges = jsonRanges.map(([path, start, end]) => [path, moved(start), moved(end)] as const);
  return { json: text + json.slice(at), jsonRanges: ranges };
}

function tokensByPath({ fields, masked }: Trees, overlays: readonly Overlay[]): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  for (const { path, span } of masked) {
    const overlay = overlayAt(overlays, span);
    if (overlay === undefined || path === undefined) continue;
    tokens.set(path, jsonToken(overlay.bytes, fieldOfSpan(fields ?? [], span)));
  }
  return tokens;
}

/** As the document writes it: JSON as it is stored, bytes in base64, text in quotes. */
function jsonToken(bytes: Uint8Array, field: FieldAnswer | undefined): string {
  const text = new TextDecoder().decode(bytes);
  if (field?.type === "bytes") return JSON.stringify(encodeBase64(bytes));
  return field?.wireType === undefined ? `"${text}"` : JSON.stringify(text);
}

function fieldOfSpan(fields: readonly FieldAnswer[], span: SpanPair): FieldAnswer | undefined {
  for (const field of fields) {
    const [start, end] = field.value;
    if (start === span[0] && end === span[1] && field.children === undefined) return field;
    if (start > span[0] || span[1] > end) continue;
    const found = fieldOfSpan(field.children ?? [], span);
    if (found !== undefined) return found;
  }
  return undefined;
}
