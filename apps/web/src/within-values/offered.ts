import type { SpanPair, WithinWhat } from "@etcdscope/contract";
import { holds } from "../pointing/field-tree.ts";
import type { Lit } from "../pointing/lit.ts";
import type { ShownValue } from "../value-views/view-props.ts";
import type { WithinRow } from "./within-rows.ts";

/** A layer that can be opened from what is selected. */
export interface Offered {
  readonly row: WithinRow;
  readonly layer: string;
  /** What it is; absent for bytes that were decrypted. */
  readonly what: WithinWhat | undefined;
}

/** The layers that are made from the selected field or bytes, or from bytes around them. */
export function offeredAt(
  rows: readonly WithinRow[],
  shown: ShownValue,
  lit: Lit | undefined,
  canReveal: boolean,
): readonly Offered[] {
  if (lit === undefined) return [];
  const [hull] = lit.spans.length === 1 ? lit.spans : [];
  const isMeant = ({ in: holder, path, span }: Pick<WithinRow, "in" | "path" | "span">): boolean => {
    if ((holder ?? undefined) !== lit.layer) return false;
    if (path !== undefined && lit.paths.includes(path)) return lit.paths.length === 1;
    return hull !== undefined && isIn(hull, span);
  };
  const within = rows.filter(isMeant).flatMap((row) =>
    row.within.flatMap(({ layer, masked, what }): Offered[] => {
      return layer === null || (masked === true && !canReveal) ? [] : [{ row, layer, what }];
    }),
  );
  const made = shown.layers
    .map(({ name, parent }) => ({ id: name, in: null, span: parent, within: [], layer: name }))
    .filter((row) => row.layer !== lit.layer && isMeant(row));
  return [...within, ...made.map(({ layer, ...row }) => ({ row, layer, what: undefined }))];
}

/** The bytes themselves, or some of them. */
const isIn = (selected: SpanPair, made: SpanPair): boolean => holds(made, selected);
