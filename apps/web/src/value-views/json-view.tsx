import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { useStatusLine } from "../ui/status-line.tsx";
import type { CodeMark } from "./code-editor.ts";
import { useFieldLine } from "./field-line.ts";
import { fieldOfPath } from "./span.ts";
import type { ViewProps } from "./view-props.ts";

/** The editor is a quarter of the app's script: it comes when a document is first shown. */
const CodeView = lazy(() => import("./code-view.tsx"));

/** The document as JSON text. */
export function JsonView({ value, picked, onPick }: ViewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [path, setPath] = useState(picked.path);
  const field = fieldOfPath(value.fields, path);
  const line = useFieldLine(field);
  useStatusLine(field === undefined ? (path ?? "") : line);
  const marks = useMemo(() => {
    const byPath = new Map(value.jsonRanges.map(([name, start, end]) => [name, [start, end] as const]));
    return value.masked.flatMap(({ path: at, size, fingerprint }): CodeMark[] => {
      const range = byPath.get(at ?? "");
      if (range === undefined) return [];
      const label = t("view.maskedValue", { size: format.size(size), fingerprint });
      return [{ from: range[0], to: range[1], label }];
    });
  }, [value.jsonRanges, value.masked, t, format]);
  const folded = useMemo(
    () =>
      value.jsonRanges.flatMap(([at, from, to]) => (at === "metadata.managedFields" ? [{ from, to }] : [])),
    [value.jsonRanges],
  );
  const onCursor = (offset: number): void => {
    const next = pathAt(value.jsonRanges, offset);
    setPath(next);
    if (next !== undefined && next !== "" && next !== picked.path) onPick({ path: next, spans: [] });
  };
  const at = value.jsonRanges.find(([name]) => name === picked.path)?.[1];
  return (
    <Suspense fallback={<Skeleton lines={12} />}>
      <CodeView
        text={value.json ?? ""}
        label={t("view.jsonLabel")}
        marks={marks}
        folded={folded}
        cursor={at}
        onCursor={onCursor}
      />
    </Suspense>
  );
}

/** The path of the innermost value at a place of the text. */
function pathAt(ranges: ViewProps["value"]["jsonRanges"], offset: number): string | undefined {
  let best: (typeof ranges)[number] | undefined;
  for (const range of ranges) {
    const [, start, end] = range;
    const inside = start <= offset && offset <= end;
    if (inside && (best === undefined || end - start <= best[2] - best[1])) best = range;
  }
  return best?.[0];
}
