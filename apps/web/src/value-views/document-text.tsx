import { lazy, Suspense, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import { litIn, litOfPath } from "../pointing/lit.ts";
import { isFrozen, usePointed } from "../pointing/pointing.ts";
import { TextPlaces, type TextRanges } from "../pointing/text-places.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import type { CodeMark, CodeSyntax } from "./code-editor.ts";
import { useFieldExtras } from "./field-extras.tsx";
import { useRestingPick } from "./resting-pick.ts";
import type { ViewProps } from "./view-props.ts";

/** The editor is a third of the app's script: it comes when a document is first shown. */
const loadEditor = () => import("./code-view.tsx");
const CodeView = lazy(loadEditor);

/** Starts fetching the editor while the document is still on its way. */
export function expectDocument(): void {
  void loadEditor().catch(() => undefined);
}

export interface DocumentTextProps extends ViewProps {
  readonly syntax: CodeSyntax;
  readonly text: string;
  readonly ranges: TextRanges;
}

interface DocumentTextViewProps extends DocumentTextProps {
  /** Copies the value of a path. */
  readonly onCopy: (path: string) => void;
}

/** A document as text, tied to the fields it shows by its ranges. */
export function DocumentText(props: DocumentTextViewProps) {
  const { syntax, text, ranges, value, picked, onPick, onCopy } = props;
  const { t } = useTranslation();
  const { pointing, pinned } = usePointed();
  const pick = useRestingPick(onPick);
  const places = useMemo(() => new TextPlaces(text, ranges), [text, ranges]);
  const marks = useMarks(value, ranges);
  const folded = useMemo(() => rangesOf(ranges, "metadata.managedFields"), [ranges]);
  const lights = useCallback(
    () => ({ lit: places.lit(litIn(pointing.lit(), value)), pinned: places.lit(litIn(pinned, value)) }),
    [places, pointing, pinned, value],
  );
  const onCursor = (offset: number): void => {
    const path = pathAt(places, offset);
    if (path === undefined) return;
    const lit = litOfPath(value, path);
    pointing.point(lit);
    if (path !== picked.path) pick.now({ path, spans: lit.spans });
  };
  const onPoint = (offset: number | undefined, event: MouseEvent): void => {
    if (isFrozen(event)) return;
    const path = offset === undefined ? undefined : pathAt(places, offset);
    if (path === undefined) pointing.point(undefined);
    else if (!pointing.isOn(value.layer, path)) pointing.point(litOfPath(value, path));
  };
  const own = picked.path === undefined ? undefined : places.of(picked.path)[0];
  const revealed = pick.isOwn(picked) ? undefined : (own?.from ?? lights().pinned[0]?.from);
  return (
    <Suspense fallback={<Skeleton lines={12} />}>
      <CodeView
        syntax={syntax}
        text={text}
        label={t(`view.${syntax}Label`)}
        marks={marks}
        folded={folded}
        cursor={own?.start}
        onCursor={onCursor}
        onPoint={onPoint}
        onCopy={(offset) => onCopy(places.at(offset)?.path ?? "")}
        lights={lights}
        onLights={pointing.subscribe}
        revealed={revealed}
      />
    </Suspense>
  );
}

/** The path of what stands at an offset; the document as a whole is nothing to point at. */
function pathAt(places: TextPlaces, offset: number): string | undefined {
  const path = places.at(offset)?.path;
  return path === "" ? undefined : path;
}

const rangesOf = (ranges: TextRanges, wanted: string) =>
  ranges.flatMap(([path, from, to]) => (path === wanted ? [{ from, to }] : []));

/** What the server has masked, as labels in the text, and what can be done with fields, beside them. */
function useMarks(value: ViewProps["value"], ranges: TextRanges): readonly CodeMark[] {
  const { t } = useTranslation();
  const format = useFormat();
  const extras = useFieldExtras();
  return useMemo(() => {
    const byPath = new Map(ranges.map(([path, from, to]) => [path, { from, to }]));
    const masked = value.masked.flatMap(({ path = "", size, fingerprint }): CodeMark[] => {
      const range = byPath.get(path);
      const label = t("view.maskedValue", { size: format.size(size), fingerprint });
      return range === undefined ? [] : [{ ...range, label, actions: extras.get(path) ?? [] }];
    });
    const labelled = new Set(value.masked.map(({ path }) => path));
    // Before the value: a long one would push them out of sight.
    const before = [...extras].flatMap(([path, actions]): CodeMark[] => {
      const range = labelled.has(path) ? undefined : byPath.get(path);
      return range === undefined ? [] : [{ from: range.from, to: range.from, label: "", actions }];
    });
    return [...masked, ...before];
  }, [ranges, value.masked, extras, t, format]);
}
