import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { StateNote } from "../ui/state.tsx";
import type { FieldCut } from "./field-parts.ts";
import type { FieldParts } from "./use-field-parts.ts";

/** Says of a list that only its beginning is shown, and loads more of it. */
export function FieldCutNote({ cut, parts }: { readonly cut: FieldCut; readonly parts: FieldParts }) {
  const { t } = useTranslation();
  const { load, isLoading, failure } = parts;
  const { told, more, name = t("fields.topLevel") } = cut;
  return (
    <>
      <StateNote state="tooLarge">
        {t("fields.inPart", { name, told, all: told + more })}{" "}
        {load !== undefined && (
          <Button size="compact-xs" variant="default" loading={isLoading} onClick={() => load(cut)}>
            {t("fields.loadMore")}
          </Button>
        )}
      </StateNote>
      {failure !== undefined && <FailureNotice failure={failure} onRetry={() => load?.(cut)} />}
    </>
  );
}
