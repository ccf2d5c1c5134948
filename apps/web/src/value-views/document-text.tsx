import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { useStatusLine } from "../ui/status-line.tsx";
import type { CodeMark, CodeSyntax } from "./code-editor.ts";
import { useFieldLine } from "./field-line.ts";
import { fieldOfPath } from "./span.ts";
import type { ViewProps } from "./view-props.ts";

/** The editor is a third of the app's script: it comes when a document is first shown. */
const loadEditor = () => import("./code-view.tsx");
const CodeView = lazy(loadEditor);

/** Starts fetching the editor while the document is still on its way. */
export function expectDocument(): void {
  void loadEditor().catch(() => undefined);
}

/** Where values stand in a text, by path, as UTF-16 offsets. */
type TextRanges = readonly (readonly [path: string, start: number, end: number])[];

interface DocumentTextProps extends ViewProps {
  readonly syntax: CodeSyntax;
  readonly text: string;
  readonly ranges: TextRanges;
}

/** A document as text, tied to the fields it shows by its ranges. */
export function DocumentText({ syntax, text, ranges, value, picked, onPick }: DocumentTextProps) {
  const { t } = useTranslation();
  const [path, setPath] = useState(picked.path);
  const field = fieldOfPath(value.fields, path);
  const line = useFieldLine(field);
  useStatusLine(field === undefined ? (path ?? "") : line);
  const marks = useMarks(value, ranges);
  const folded = useMemo(() => rangesOf(ranges, "metadata.managedFields"), [ranges]);
  const onCursor = (offset: number): void => {
    const next = pathAt(ranges, offset);
    setPath(next);
    if (next !== undefined && next !== "" && next !== picked.path) onPick({ path: next, spans: [] });
  };
  return (
    <Suspense fallback={<Skeleton lines={12} />}>
      <CodeView
        syntax={syntax}
        text={text}
        label={t(`view.${syntax}Label`)}
        marks={marks}
        folded={folded}
        cursor={picked.path === undefined ? undefined : rangesOf(ranges, picked.path)[0]?.from}
        onCursor={onCursor}
      />
    </Suspense>
  );
}

const rangesOf = (ranges: TextRanges, wanted: string) =>
  ranges.flatMap(([path, from, to]) => (path === wanted ? [{ from, to }] : []));

/** What the server has masked, as labels in the text. */
function useMarks(value: ViewProps["value"], ranges: TextRanges): readonly CodeMark[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const byPath = new Map(ranges.map(([path, from, to]) => [path, { from, to }]));
    return value.masked.flatMap(({ path, size, fingerprint }): CodeMark[] => {
      const range = byPath.get(path ?? "");
      if (range === undefined) return [];
      return [{ ...range, label: t("view.maskedValue", { size: format.size(size), fingerprint }) }];
    });
  }, [ranges, value.masked, t, format]);
}

/** The path of the innermost value at a place of the text. */
function pathAt(ranges: TextRanges, offset: number): string | undefined {
  let best: TextRanges[number] | undefined;
  for (const range of ranges) {
    const [, start, end] = range;
    const inside = start <= offset && offset <= end;
    if (inside && (best === undefined || end - start <= best[2] - best[1])) best = range;
  }
  return best?.[0];
}
