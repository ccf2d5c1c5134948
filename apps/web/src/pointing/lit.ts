import type { FieldAnswer, LayerAnswer, SpanPair } from "@etcdscope/contract";
import { fieldOfPath, fieldsHolding, holds, isSame, spansOfPath } from "./field-tree.ts";

/** A value, or one of its layers, as far as places in it go. */
export interface Annotated {
  /** The layer whose bytes the fields are over; absent for the stored bytes. */
  readonly layer?: string;
  readonly fields: readonly FieldAnswer[] | null;
  readonly wire: readonly FieldAnswer[] | null;
  readonly layers: readonly Pick<LayerAnswer, "name" | "parent">[];
  /** The way to the layer, where it was opened by its name. */
  readonly opened?: { readonly steps: readonly LayerStep[] } | null;
}

/** A layer on the way from the stored bytes, and what of the one before it was made from. */
interface LayerStep {
  readonly layer: string;
  readonly parent: SpanPair;
  readonly path?: string;
}

/** What every view lights alike: a field or bytes, and what is around them. */
export interface Lit {
  readonly layer: string | undefined;
  /** How its bytes come from the stored ones. */
  readonly way: readonly LayerStep[];
  /** The places in the document that are meant; none where the bytes have no place of their own there. */
  readonly paths: readonly string[];
  /** Where there are none: the nearest place around. */
  readonly holder: string | undefined;
  /** The bytes, in order. */
  readonly spans: readonly SpanPair[];
  /** The bytes of the fields around, the nearest first. */
  readonly around: readonly SpanPair[];
  /** The one field that is meant. */
  readonly field: FieldAnswer | undefined;
  /** The byte that was pointed at in it. */
  readonly offset?: number;
}

/** Places that one lit range of bytes names at most: beyond it nobody sees them. */
const mostPaths = 1000;

/** What a place in the document lights. */
export function litOfPath(value: Annotated, path: string): Lit {
  const spans = spansOfPath(value.fields, path);
  const field = fieldOfPath(value.fields, path);
  return {
    ...whereabouts(value),
    paths: [path],
    holder: undefined,
    spans,
    around: around(value, spans),
    field,
  };
}

/** What a field of either tree lights. */
export function litOfField(value: Annotated, field: FieldAnswer): Lit {
  const spans = [field.span];
  const places =
    field.path === undefined ? placesOf(value, field.span) : { paths: [field.path], holder: undefined };
  return { ...whereabouts(value), ...places, spans, around: around(value, spans), field };
}

/**
 * What bytes light: the deepest field that holds them, unless they cover parts of that field: then these parts.
 */
export function litOfBytes(value: Annotated, span: SpanPair): Lit {
  const holder = fieldsHolding(treeOf(value), span).at(-1);
  const covers = holder?.children?.some((child) => overlaps(child.span, span)) ?? holder === undefined;
  const whole = holder !== undefined && !covers ? holder : undefined;
  const spans = [whole?.span ?? span];
  const places = placesOf(value, whole?.span ?? span);
  return {
    ...whereabouts(value),
    ...places,
    spans,
    around: around(value, spans),
    field: whole ?? holder,
    offset: span[0],
  };
}

export const treeOf = ({ fields, wire }: Annotated): readonly FieldAnswer[] | null => fields ?? wire;

const overlaps = (one: SpanPair, other: SpanPair): boolean => one[0] < other[1] && other[0] < one[1];

/** The document's places of a range of bytes, or the place around it. */
function placesOf({ fields }: Annotated, span: SpanPair): Pick<Lit, "paths" | "holder"> {
  const chain = fieldsHolding(fields, span);
  const itself = chain.find((field) => field.path !== undefined && isSame(field.span, span));
  if (itself?.path !== undefined) return { paths: [itself.path], holder: undefined };
  const level = chain.at(-1)?.children ?? (chain.length === 0 ? (fields ?? []) : []);
  const paths: string[] = [];
  collectPaths(level, span, paths);
  return { paths, holder: chain.findLast((field) => field.path !== undefined)?.path };
}

function collectPaths(level: readonly FieldAnswer[], span: SpanPair, paths: string[]): void {
  for (const { span: own, path, children } of level) {
    if (!overlaps(own, span) || paths.length >= mostPaths) continue;
    if (path === undefined) collectPaths(children ?? [], span, paths);
    else paths.push(path);
  }
}

/** The fields around all of these bytes, those that are these bytes not counted. */
function around(value: Annotated, spans: readonly SpanPair[]): readonly SpanPair[] {
  const [first] = spans;
  const last = spans.at(-1);
  if (first === undefined || last === undefined) return [];
  const hull: SpanPair = [first[0], last[1]];
  return fieldsHolding(treeOf(value), hull)
    .map(({ span }) => span)
    .filter((span) => !spans.some((own) => isSame(own, span)))
    .reverse();
}

/**
 * What is lit, told over the bytes of the layer that a view shows: bytes of a layer that was made from this one's are
 * only somewhere in those it was made from. Of what stands above or beside this layer nothing is in it.
 */
export function litIn(lit: Lit | undefined, value: Annotated): Lit | undefined {
  if (lit === undefined || lit.layer === value.layer) return lit;
  const at = value.layer === undefined ? 0 : lit.way.findIndex(({ layer }) => layer === value.layer) + 1;
  const step = value.layer !== undefined && at === 0 ? undefined : lit.way[at];
  if (step === undefined) return undefined;
  return {
    layer: value.layer,
    way: lit.way.slice(0, at),
    paths: [],
    holder: step.path,
    spans: [],
    around: [step.parent],
    field: undefined,
  };
}

const whereabouts = (value: Annotated): Pick<Lit, "layer" | "way"> => ({
  layer: value.layer,
  way: wayTo(value),
});

/** A layer that comes with its value tells of itself alone, and is named after those it stands in. */
function wayTo({ layer, layers, opened }: Annotated): readonly LayerStep[] {
  if (opened != null) return opened.steps;
  const way: LayerStep[] = [];
  for (let name = layer; name !== undefined; name = outerLayer(name)) {
    const made = layers.find((one) => one.name === name);
    if (made !== undefined) way.unshift({ layer: made.name, parent: made.parent });
  }
  return way;
}

/** The layer that a layer stands in; `undefined` for the stored bytes. */
function outerLayer(name: string): string | undefined {
  const slash = name.lastIndexOf("/");
  return slash < 0 ? undefined : name.slice(0, slash);
}

/** How something is lit: the thing itself, or something around it. */
export type Light = "exact" | "around";

/** The classes that draw each light. */
export const lightNames = {
  lit: { exact: "lit", around: "lit-around" },
  pinned: { exact: "pin", around: "pin-around" },
} as const satisfies Record<string, Record<Light, string>>;

/** How a field is lit, `parent` being the field it stands in. */
export function lightOf(
  lit: Lit | undefined,
  span: SpanPair,
  parent: SpanPair | undefined,
): Light | undefined {
  if (lit === undefined) return undefined;
  const own = lit.spans.find((one) => holds(one, span) || holds(span, one));
  if (own === undefined)
    return lit.spans.length === 0 && lit.around.some((one) => holds(span, one)) ? "around" : undefined;
  if (isSame(own, span)) return "exact";
  if (holds(span, own)) return "around";
  // What stands in something that is lit need not be lit as well.
  return parent !== undefined && holds(own, parent) ? undefined : "exact";
}

/** Whether two are the same to look at. */
export function isSameLit(one: Lit | undefined, other: Lit | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  return (
    one.layer === other.layer &&
    one.offset === other.offset &&
    one.holder === other.holder &&
    one.paths.join("\n") === other.paths.join("\n") &&
    one.spans.join(" ") === other.spans.join(" ")
  );
}
