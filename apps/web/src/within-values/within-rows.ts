import type { MaskedAnswer, SpanPair, ValueAnswer, WithinAnswer } from "@etcdscope/contract";
import { type HiddenPart, hiddenFields, partId } from "../reveal/hidden-part.ts";

/** A field that is masked, or holds values in another form, or both. */
export interface WithinRow extends HiddenPart {
  readonly id: string;
  /** The field in the document; absent where the whole bytes are meant. */
  readonly path?: string;
  readonly masked?: MaskedAnswer;
  readonly within: readonly WithinAnswer[];
}

/** What can be opened or revealed in a value, by field. */
export function withinRows(value: ValueAnswer): readonly WithinRow[] {
  const rows = new Map<string, WithinRow>();
  for (const { in: holder, span, masked } of hiddenFields(value)) {
    const id = partId({ in: holder, span });
    rows.set(id, { id, in: holder, span, masked, within: [], ...pathOf(masked) });
  }
  for (const one of value.within) {
    const id = one.masked === true ? partId(one) : `${one.in ?? ""} ${one.path ?? ""}`;
    const row = rows.get(id) ?? { id, in: one.in, span: one.span, within: [], ...pathOf(one) };
    rows.set(id, { ...row, span: hull(row.span, one.span), within: [...row.within, one] });
  }
  return [...rows.values()];
}

const pathOf = ({ path }: { readonly path?: string }): { path?: string } =>
  path === undefined ? {} : { path };

const hull = (a: SpanPair, b: SpanPair): SpanPair => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
