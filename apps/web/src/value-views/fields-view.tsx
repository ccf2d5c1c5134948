import { useTranslation } from "react-i18next";
import { FieldGrid } from "./field-grid.tsx";
import type { ViewProps } from "./view-props.ts";

/** What the bytes mean by their schema. */
export function FieldsView(props: ViewProps) {
  const { t } = useTranslation();
  return <FieldGrid {...props} fields={props.value.fields ?? []} label={t("fields.label")} />;
}
