import type { FieldAnswer, SpanPair } from "@etcdscope/contract";

/** The span as a link writes it. */
export function spanText([start, end]: SpanPair): string {
  return `${hexOffset(start)}-${hexOffset(end)}`;
}

export const hexOffset = (offset: number): string => `0x${offset.toString(16)}`;

/** Reads `0x6b-0x9f`; `undefined` for anything else and for what is not a range. */
export function parseSpan(text: string | undefined): SpanPair | undefined {
  const match = /^0x([0-9a-f]{1,8})-0x([0-9a-f]{1,8})$/.exec(text ?? "");
  const [, from = "", to = ""] = match ?? [];
  const span = [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  return match !== null && span[0] <= span[1] ? span : undefined;
}

/** The field that a path names, in the annotated tree. */
export function fieldOfPath(
  fields: readonly FieldAnswer[] | null,
  path: string | undefined,
): FieldAnswer | undefined {
  return path === undefined ? undefined : findField(fields, (field) => field.path === path);
}

function findField(
  fields: readonly FieldAnswer[] | null,
  found: (field: FieldAnswer) => boolean,
): FieldAnswer | undefined {
  for (const field of fields ?? []) {
    const hit = found(field) ? field : findField(field.children ?? null, found);
    if (hit !== undefined) return hit;
  }
  return undefined;
}

/** The bytes of what a path names: its field's, or, for a list or map that is no field of its own, its entries'. */
export function spansOfPath(fields: readonly FieldAnswer[] | null, path: string): readonly SpanPair[] {
  const itself = fieldOfPath(fields, path);
  if (itself !== undefined) return [itself.span];
  const spans: SpanPair[] = [];
  const gather = (list: readonly FieldAnswer[]): void => {
    for (const field of list) {
      if (isBelow(field.path, path)) append(spans, field.span);
      else gather(field.children ?? []);
    }
  };
  gather(fields ?? []);
  return spans;
}

const isBelow = (path: string | undefined, above: string): boolean =>
  path?.startsWith(above) === true && /^[.[]/.test(path.slice(above.length));

function append(spans: SpanPair[], span: SpanPair): void {
  const last = spans.at(-1);
  if (last !== undefined && last[1] === span[0]) spans[spans.length - 1] = [last[0], span[1]];
  else spans.push(span);
}

/** The deepest field that holds a byte. */
export function fieldAt(fields: readonly FieldAnswer[] | null, offset: number): FieldAnswer | undefined {
  const field = fields?.find(({ span }) => span[0] <= offset && offset < span[1]);
  return field === undefined ? undefined : (fieldAt(field.children ?? null, offset) ?? field);
}
