import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { FieldGrid } from "./field-grid.tsx";
import { useFieldParts } from "./use-field-parts.ts";
import type { ViewProps } from "./view-props.ts";

/** What the bytes mean by their schema. */
export function FieldsView(props: ViewProps) {
  const { t } = useTranslation();
  const { fields, fieldsMore = 0 } = props.value;
  const first = useMemo(() => ({ fields: fields ?? [], more: fieldsMore }), [fields, fieldsMore]);
  const parts = useFieldParts(props, "fields", first);
  return <FieldGrid {...props} parts={parts} label={t("fields.label")} />;
}
