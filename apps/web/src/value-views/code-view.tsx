import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../locale/format.ts";
import {
  type CodeEditor,
  type CodeMark,
  type CodeRange,
  type CodeSyntax,
  openEditor,
} from "./code-editor.ts";
import type { CodeLights } from "./code-lights.ts";
import "./code-view.css";

interface CodeViewProps {
  readonly syntax: CodeSyntax;
  readonly text: string;
  readonly label: string;
  /** Parts that are shown as a mark with a label instead of their text. */
  readonly marks: readonly CodeMark[];
  /** Parts that start folded. */
  readonly folded: readonly CodeRange[];
  /** Where the cursor starts. */
  readonly cursor: number | undefined;
  /** Called when the person moves the cursor. */
  readonly onCursor: (offset: number) => void;
  /** Called with what is under the mouse, and without when it leaves. */
  readonly onPoint: (offset: number | undefined, event: MouseEvent) => void;
  /** Copies the value at an offset. */
  readonly onCopy: (offset: number) => void;
  /** What is lit, and how to hear that it changes. */
  readonly lights: () => CodeLights;
  readonly onLights: (listener: () => void) => () => void;
  /** Brought into sight when it changes. */
  readonly revealed: number | undefined;
}

/** Read-only text with folding and search. */
export default function CodeView(props: CodeViewProps) {
  const { syntax, text, label, marks, lights, onLights, revealed } = props;
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor>(undefined);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (host.current === null) return;
    const { folded, cursor, text, marks } = latest.current;
    const opened = openEditor(host.current, {
      text,
      marks,
      folded,
      cursor,
      syntax,
      label,
      language: i18n.language,
      onCursor: (offset) => latest.current.onCursor(offset),
      onPoint: (offset, event) => latest.current.onPoint(offset, event),
      long: {
        label: (length) => t("view.longString", { size: format.size(length) }),
        show: t("view.showLong"),
        copy: t("view.copyLong"),
        onCopy: (offset) => latest.current.onCopy(offset),
      },
    });
    editor.current = opened;
    return () => opened.close();
  }, [syntax, label, t, i18n.language, format]);
  useEffect(() => editor.current?.setText(text, marks), [text, marks]);
  useEffect(() => {
    const light = (): void => editor.current?.light(lights());
    light();
    return onLights(light);
  }, [lights, onLights]);
  useEffect(() => {
    if (revealed !== undefined) editor.current?.reveal(revealed);
  }, [revealed]);
  return <div ref={host} className="code-view" />;
}
