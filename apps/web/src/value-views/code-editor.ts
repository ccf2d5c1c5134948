import { defaultKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import {
  codeFolding,
  foldEffect,
  foldGutter,
  foldKeymap,
  forceParsing,
  syntaxHighlighting,
} from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { bringIntoSight, type CodeLights, lights, pointer, setLights } from "./code-lights.ts";
import { type LongStrings, longTokens } from "./code-long.ts";
import { type CodeMark, labelled, setMarks } from "./code-marks.ts";
import { phrasesOf } from "./code-phrases.ts";
import { codeHighlight, codeTheme } from "./code-theme.ts";
import { yaml } from "./code-yaml.ts";

export type { CodeMark } from "./code-marks.ts";

/** Part of the text, as UTF-16 offsets, half-open. */
export interface CodeRange {
  readonly from: number;
  readonly to: number;
}

export type CodeSyntax = "json" | "yaml";

export interface CodeEditorOptions {
  readonly syntax: CodeSyntax;
  readonly text: string;
  readonly label: string;
  readonly language: string;
  readonly marks: readonly CodeMark[];
  readonly folded: readonly CodeRange[];
  readonly cursor: number | undefined;
  readonly onCursor: (offset: number) => void;
  /** Called with what is under the mouse, and without when it leaves. */
  readonly onPoint: (offset: number | undefined, event: MouseEvent) => void;
  readonly long: LongStrings;
}

export interface CodeEditor {
  /** Puts new text in place of the old; folds and scroll position outside the difference stay. */
  setText(text: string, marks: readonly CodeMark[]): void;
  light(lights: CodeLights): void;
  /** Scrolls to an offset if it is out of sight. */
  reveal(offset: number): void;
  close(): void;
}

/** Characters that are parsed before the first frame. */
const firstParse = 50_000;

export function openEditor(parent: HTMLElement, options: CodeEditorOptions): CodeEditor {
  const view = new EditorView({
    parent,
    state: EditorState.create({ doc: options.text, extensions: extensionsFor(options) }),
  });
  // What is in sight has its colours and folds from the first frame on.
  forceParsing(view, Math.min(options.text.length, firstParse), 100);
  view.dispatch({ effects: [setMarks.of(options.marks), ...foldsIn(view, options.syntax, options.folded)] });
  if (options.cursor !== undefined) showAt(view, Math.min(options.cursor, view.state.doc.length));
  return {
    setText: (text, marks) => {
      const changes = difference(view.state.doc.toString(), text);
      view.dispatch({ ...(changes !== undefined && { changes }), effects: setMarks.of(marks) });
    },
    light: (set) => view.dispatch({ effects: setLights.of(set) }),
    reveal: (offset) => bringIntoSight(view, offset),
    close: () => view.destroy(),
  };
}

function extensionsFor(options: CodeEditorOptions): Extension[] {
  const { syntax, label, language, onCursor, onPoint, long } = options;
  return [
    lineNumbers(),
    foldGutter({ openText: "▾", closedText: "▸" }),
    codeFolding({ placeholderText: "…" }),
    highlightSpecialChars(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    drawSelection(),
    search({ top: true }),
    syntax === "json" ? json() : yaml(),
    syntaxHighlighting(codeHighlight),
    codeTheme,
    labelled,
    lights,
    pointer(onPoint),
    longTokens(syntax, long),
    keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap]),
    EditorState.readOnly.of(true),
    EditorState.phrases.of(phrasesOf(language)),
    EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true", tabindex: "0" }),
    EditorView.updateListener.of((update) => {
      const byPerson = update.transactions.some((transaction) => transaction.isUserEvent("select"));
      if (update.selectionSet && byPerson) onCursor(update.state.selection.main.head);
    }),
  ];
}

/** In JSON the brackets stay in sight; in YAML the key's line does. */
function foldsIn(view: EditorView, syntax: CodeSyntax, ranges: readonly CodeRange[]) {
  const { doc } = view.state;
  return ranges.flatMap(({ from, to }) => {
    if (to > doc.length || to - from < 3) return [];
    if (syntax === "json") return [foldEffect.of({ from: from + 1, to: to - 1 })];
    const above = doc.lineAt(from).from - 1;
    return above > 0 && above < to ? [foldEffect.of({ from: above, to })] : [];
  });
}

function showAt(view: EditorView, offset: number): void {
  view.dispatch({
    selection: { anchor: offset },
    effects: EditorView.scrollIntoView(offset, { y: "center" }),
  });
}

/** The one stretch in which two texts differ. */
function difference(before: string, after: string) {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
