import { foldService, StreamLanguage, type StreamParser } from "@codemirror/language";
import type { EditorState, Extension } from "@codemirror/state";

interface State {
  /** Column of the key or dash that was read last: what a block of text would belong to. */
  owner: number;
  /** The owner of the block of text that goes on; -1 outside of one. */
  block: number;
  /** A key has been read in this line: what follows is its value. */
  inValue: boolean;
}

/** Colours for the block YAML that our own writer makes; not for any YAML. */
const parser: StreamParser<State> = {
  name: "yaml",
  startState: () => ({ owner: 0, block: -1, inValue: false }),
  token: (stream, state) => {
    if (stream.sol()) {
      state.inValue = false;
      if (state.block >= 0 && (stream.indentation() > state.block || /^\s*$/.test(stream.string))) {
        stream.skipToEnd();
        return "string";
      }
      state.block = -1;
    }
    if (stream.eatSpace()) return null;
    if (!state.inValue && stream.match(/^:(?=\s|$)/)) {
      state.inValue = true;
      return "punctuation";
    }
    if (!state.inValue && stream.match(/^(-(?=\s|$)|\?(?=\s))/)) {
      state.owner = stream.start;
      return "punctuation";
    }
    if (!state.inValue && stream.match(/^("(?:[^"\\]|\\.)*"|[^\s"#|>[{][^:]*(?::[^\s:][^:]*)*)(?=:(\s|$))/)) {
      state.owner = stream.start;
      return "propertyName";
    }
    return valueToken(stream, state);
  },
};

function valueToken(stream: Parameters<StreamParser<State>["token"]>[0], state: State): string {
  if (stream.match(/^\|[-+\d]*$/)) {
    state.block = state.owner;
    return "punctuation";
  }
  if (stream.match(/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/)) return "number";
  if (stream.match(/^(true|false|null)$/)) return "atom";
  if (stream.match(/^(\{\}|\[\])$/)) return "punctuation";
  stream.skipToEnd();
  return "string";
}

/** A line folds with the lines below it that are indented deeper, and a key with the list at its own column. */
function foldOf(state: EditorState, start: number): { from: number; to: number } | null {
  const line = state.doc.lineAt(start);
  const indent = indentOf(line.text);
  const listBelow = /:$/.test(line.text) && !/^\s*-/.test(line.text);
  let to = line.to;
  for (let number = line.number + 1; number <= state.doc.lines; number++) {
    const next = state.doc.line(number);
    const deeper = indentOf(next.text) > indent || next.text.trim() === "";
    const item = listBelow && indentOf(next.text) === indent && /^\s*-(\s|$)/.test(next.text);
    if (!deeper && !item) break;
    if (next.text.trim() !== "") to = next.to;
  }
  return to === line.to ? null : { from: line.to, to };
}

const indentOf = (text: string): number => text.length - text.trimStart().length;

export function yaml(): Extension {
  return [StreamLanguage.define(parser), foldService.of((state, start) => foldOf(state, start))];
}
