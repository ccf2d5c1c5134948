import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCopy } from "../ui/clipboard.ts";
import { recall, remember } from "../ui/remember.ts";
import { copiedValue } from "./copied-value.ts";
import { DocumentText, type DocumentTextProps } from "./document-text.tsx";
import { managedFields, withoutManagedFields } from "./managed-fields.ts";

const storedAs = "managed-fields";

/** A document as text, with what can be copied of it and what can be left out. */
export function DocumentWithTools(props: DocumentTextProps) {
  const { t } = useTranslation();
  const { text, ranges, picked, value } = props;
  const { copy } = useCopy();
  const [isHidden, setHidden] = useState(() => recall(storedAs) === "hidden");
  const isThere = useMemo(() => ranges.some(([path]) => path === managedFields), [ranges]);
  const placed = useMemo(
    () => (isHidden ? withoutManagedFields({ text, ranges }) : { text, ranges }),
    [isHidden, text, ranges],
  );
  const { path } = picked;
  const hide = (hidden: boolean): void => {
    remember(storedAs, hidden ? "hidden" : "shown");
    setHidden(hidden);
  };
  const json = { text: value.json ?? "", ranges: value.jsonRanges };
  const copyValue = (of: string): void => copy(copiedValue({ text, ranges }, json, of) ?? "");
  return (
    <>
      <div className="view-tools">
        <Button
          size="compact-xs"
          variant="default"
          disabled={path === undefined}
          onClick={() => copy(path ?? "")}
        >
          {t("document.copyPath")}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={path === undefined}
          onClick={() => copyValue(path ?? "")}
        >
          {t("document.copyValue")}
        </Button>
        {isThere && (
          <Button
            size="compact-xs"
            variant={isHidden ? "light" : "default"}
            aria-pressed={isHidden}
            onClick={() => hide(!isHidden)}
          >
            {t("document.hideManaged")}
          </Button>
        )}
      </div>
      <DocumentText {...props} {...placed} onCopy={copyValue} />
    </>
  );
}
