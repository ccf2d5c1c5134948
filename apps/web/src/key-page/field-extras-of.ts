import type { TFunction } from "i18next";
import type { Reveals } from "../reveal/use-reveals.ts";
import type { FieldExtra } from "../value-views/field-extras.tsx";
import type { WithinRow } from "../within-values/within-rows.ts";

interface ExtrasOptions {
  readonly t: TFunction;
  readonly reveals: Reveals;
  readonly canReveal: boolean;
  readonly onOpen: (row: WithinRow, layer: string) => void;
}

/** What can be done with the field of a path, beside it in every view that shows fields. */
export function fieldExtras(
  rows: readonly WithinRow[],
  options: ExtrasOptions,
): ReadonlyMap<string, readonly FieldExtra[]> {
  const byPath = rows.flatMap((row) =>
    row.path === undefined ? [] : [[row.path, extrasOf(row, row.path, options)] as const],
  );
  return new Map(byPath);
}

function extrasOf(
  row: WithinRow,
  path: string,
  { t, reveals, canReveal, onOpen }: ExtrasOptions,
): FieldExtra[] {
  const extras: FieldExtra[] = [];
  if (row.masked !== undefined && canReveal) {
    const isShown = reveals.bytesOf(row) !== undefined;
    extras.push({
      label: t(isShown ? "reveal.hide" : "reveal.show"),
      title: t(isShown ? "reveal.hideField" : "reveal.showField", { path }),
      run: () => (isShown ? reveals.hide(row) : reveals.reveal(row)),
    });
  }
  for (const { layer, masked, what: id } of row.within) {
    if (layer === null || (masked === true && !canReveal)) continue;
    const what = t(`within.what.${id}`);
    const title = t("within.openAt", { path, what });
    extras.push({ label: `${what.trim()} ↗`, title, run: () => onOpen(row, layer) });
  }
  return extras;
}
