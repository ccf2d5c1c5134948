import type { FieldAnswer, SpanPair } from "@etcdscope/contract";

type Fields = readonly FieldAnswer[] | null;

/** The field that a path names, in the annotated tree: the outermost where one stands for another. */
export function fieldOfPath(fields: Fields, path: string | undefined): FieldAnswer | undefined {
  if (path === undefined) return undefined;
  for (const field of fields ?? []) {
    if (field.path === path) return field;
    if (!mayHold(field, path)) continue;
    const below = fieldOfPath(field.children ?? null, path);
    if (below !== undefined) return below;
  }
  return undefined;
}

/** The bytes of what a path names: its field's, or, for a list or map that is no field of its own, its entries'. */
export function spansOfPath(fields: Fields, path: string): readonly SpanPair[] {
  const itself = fieldOfPath(fields, path);
  if (itself !== undefined) return [itself.span];
  const spans: SpanPair[] = [];
  const gather = (list: readonly FieldAnswer[]): void => {
    for (const field of list) {
      if (isBelow(field.path, path)) append(spans, field.span);
      else if (mayHold(field, path)) gather(field.children ?? []);
    }
  };
  gather(fields ?? []);
  return spans;
}

/** A field without a path of its own may hold any. */
const mayHold = (field: FieldAnswer, path: string): boolean =>
  field.path === undefined || isBelow(path, field.path);

const isBelow = (path: string | undefined, above: string): boolean =>
  path?.startsWith(above) === true && /^[.[]/.test(path.slice(above.length));

function append(spans: SpanPair[], span: SpanPair): void {
  const last = spans.at(-1);
  if (last !== undefined && last[1] === span[0]) spans[spans.length - 1] = [last[0], span[1]];
  else spans.push(span);
}

export const holds = (outer: SpanPair, inner: SpanPair): boolean =>
  outer[0] <= inner[0] && inner[1] <= outer[1];

export const isSame = (one: SpanPair, other: SpanPair): boolean => one[0] === other[0] && one[1] === other[1];

/** The fields that hold all of these bytes, outermost first. */
export function fieldsHolding(fields: Fields, span: SpanPair): readonly FieldAnswer[] {
  const chain: FieldAnswer[] = [];
  let level = fields ?? [];
  for (;;) {
    const field = fieldFrom(level, span[0]);
    if (field === undefined || !holds(field.span, span)) return chain;
    chain.push(field);
    level = field.children ?? [];
  }
}

/** The deepest field that holds a byte. */
export const fieldAt = (fields: Fields, offset: number): FieldAnswer | undefined =>
  fieldsHolding(fields, [offset, offset + 1]).at(-1);

/** Fields side by side stand in the order of their bytes: the last one that starts at or before the offset. */
function fieldFrom(fields: readonly FieldAnswer[], offset: number): FieldAnswer | undefined {
  let low = 0;
  let high = fields.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((fields[middle]?.span[0] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return fields[low - 1];
}
