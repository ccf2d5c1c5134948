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
}

/** Read-only text with folding and search. */
export default function CodeView({ syntax, text, label, marks, folded, cursor, onCursor }: CodeViewProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor>(undefined);
  const latest = useRef({ text, marks, folded, cursor, onCursor });
  latest.current = { text, marks, folded, cursor, onCursor };
  useEffect(() => {
    if (host.current === null) return;
    const opened = openEditor(host.current, {
      ...latest.current,
      syntax,
      label,
      language: i18n.language,
      onCursor: (offset) => latest.current.onCursor(offset),
      longLabel: (length) => `${t("view.longString", { size: format.size(length) })} · ${t("view.showLong")}`,
    });
    editor.current = opened;
    return () => opened.close();
  }, [syntax, label, t, i18n.language, format]);
  useEffect(() => editor.current?.setText(text, marks), [text, marks]);
  return <div ref={host} className="code-view" />;
}
