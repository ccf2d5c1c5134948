import type { FieldAnswer } from "@etcdscope/contract";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { hexOffset } from "./span.ts";

/** The status bar's line about a field: where it stands in the document and in the bytes. */
export function useFieldLine(field: FieldAnswer | undefined, offset?: number): string {
  const { t } = useTranslation();
  const format = useFormat();
  const here = offset === undefined ? "" : hexOffset(offset);
  if (field === undefined) return here;
  const [start, end] = field.span;
  const name = field.path ?? field.name ?? nameless(field, t);
  const where = `${hexOffset(start)}–${hexOffset(end)} · ${format.size(end - start)}`;
  return [here, name, where].filter((part) => part !== "").join(" · ");
}

/** What a field without a name is called. */
export function nameless({ number, type, wireType }: FieldAnswer, t: TFunction): string {
  return number === undefined ? (type ?? wireType ?? "") : t("fields.unnamed", { number });
}
