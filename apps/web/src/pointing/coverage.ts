import type { FieldAnswer, MaskedAnswer, SpanPair } from "@etcdscope/contract";

/** How well bytes are understood: part of a named field, of none, damaged, or replaced by the server. */
export type CoverageKind = "explained" | "unknown" | "damaged" | "masked";

/** Bytes side by side that are understood alike. */
export interface Region {
  readonly kind: CoverageKind;
  readonly span: SpanPair;
}

interface Covered {
  readonly size: number;
  readonly fields: readonly FieldAnswer[] | null;
  readonly masked: readonly MaskedAnswer[];
}

/** The regions of a value's bytes in order, which tile them; none where no tree tells of them. */
export function coverageOf({ size, fields, masked }: Covered): readonly Region[] {
  if (fields === null || size === 0) return [];
  const found = new Regions();
  const onlyText = fields.length === 1 && fields[0]?.number === undefined && fields[0]?.type !== "bytes";
  for (const field of fields) cover(found, field, !onlyText);
  found.add("unknown", size);
  return overlay(
    found.list,
    masked.map(({ span }) => span),
  );
}

/** Regions under construction: each one goes on where the last one ended. */
class Regions {
  readonly list: Region[] = [];
  #end = 0;

  add(kind: CoverageKind, end: number): void {
    const start = this.#end;
    if (end <= start) return;
    this.#end = end;
    const last = this.list.at(-1);
    if (last?.kind === kind) this.list[this.list.length - 1] = { kind, span: [last.span[0], end] };
    else this.list.push({ kind, span: [start, end] });
  }
}

function cover(found: Regions, field: FieldAnswer, mayBeUnknown: boolean): void {
  const { span, value, children = [] } = field;
  if (mayBeUnknown && isUnknown(field)) {
    coverUnknown(found, field);
    return;
  }
  if (children.length === 0) {
    found.add(field.problem === undefined ? "explained" : "damaged", span[1]);
    return;
  }
  found.add("explained", value[0]);
  for (const child of children) cover(found, child, true);
  found.add("explained", span[1]);
}

/** Nothing below an unknown field is known, but damage in it is told apart. */
function coverUnknown(found: Regions, { span, problem, children = [] }: FieldAnswer): void {
  for (const child of children) coverUnknown(found, child);
  found.add(problem === undefined || children.length > 0 ? "unknown" : "damaged", span[1]);
}

/** A field without a name and without a place in the document. */
const isUnknown = ({ name, path, number, type, children, problem }: FieldAnswer): boolean =>
  name === null &&
  path === undefined &&
  (number !== undefined || problem !== undefined || (children === undefined && type === "bytes"));

function overlay(regions: readonly Region[], masked: readonly SpanPair[]): readonly Region[] {
  const spans = [...masked].sort((one, other) => one[0] - other[0]);
  return spans
    .reduce((list, span) => list.flatMap((region) => cut(region, span)), regions)
    .map((region) => {
      return spans.some((span) => span[0] <= region.span[0] && region.span[1] <= span[1])
        ? { kind: "masked", span: region.span }
        : region;
    });
}

/** A region in the parts into which a span cuts it. */
function cut(region: Region, span: SpanPair): Region[] {
  const { kind } = region;
  const [start, end] = region.span;
  if (span[1] <= start || end <= span[0]) return [region];
  const edges = [start, Math.max(start, span[0]), Math.min(end, span[1]), end];
  return edges.slice(1).flatMap((to, at): Region[] => {
    const from = edges[at] ?? to;
    return from < to ? [{ kind, span: [from, to] }] : [];
  });
}

/** Bytes of each kind. */
export function coverageSums(regions: readonly Region[]): Readonly<Record<CoverageKind, number>> {
  const sums = { explained: 0, unknown: 0, damaged: 0, masked: 0 };
  for (const { kind, span } of regions) sums[kind] += span[1] - span[0];
  return sums;
}

/** The next bytes behind an offset that are not explained, from the start again behind the last. */
export function nextUnexplained(regions: readonly Region[], offset: number): SpanPair | undefined {
  const open = regions.filter(({ kind }) => kind === "unknown" || kind === "damaged");
  return (open.find(({ span }) => span[0] > offset) ?? open[0])?.span;
}

/** The regions that have bytes in `[start, end)`. */
export function regionsIn(regions: readonly Region[], start: number, end: number): readonly Region[] {
  let low = 0;
  let high = regions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((regions[middle]?.span[1] ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  let to = low;
  while ((regions[to]?.span[0] ?? end) < end) to++;
  return regions.slice(low, to);
}
