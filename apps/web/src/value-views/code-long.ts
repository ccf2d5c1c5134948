import { type EditorState, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { CodeSyntax } from "./code-editor.ts";

/** A string longer than this is drawn as a button: one line of a megabyte takes a browser seconds to lay out. */
export const mostCharacters = 5000;

export interface LongToken {
  readonly from: number;
  readonly to: number;
}

const showLong = StateEffect.define<number>();

class LongWidget extends WidgetType {
  readonly #token: LongToken;
  readonly #label: string;

  constructor(token: LongToken, label: string) {
    super();
    this.#token = token;
    this.#label = label;
  }

  override eq(other: LongWidget): boolean {
    return other.#token.from === this.#token.from && other.#label === this.#label;
  }

  override toDOM(view: EditorView): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "code-long";
    button.textContent = this.#label;
    button.addEventListener("click", () => view.dispatch({ effects: showLong.of(this.#token.from) }));
    return button;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** Collapses long strings until they are asked for. `label` gives the text of the button. */
export function longTokens(syntax: CodeSyntax, label: (length: number) => string) {
  const decorate = (doc: Text): DecorationSet =>
    Decoration.set(
      longStrings(doc, syntax).map((token) =>
        Decoration.replace({ widget: new LongWidget(token, label(token.to - token.from)) }).range(
          token.from,
          token.to,
        ),
      ),
    );
  return StateField.define<DecorationSet>({
    create: (state: EditorState) => decorate(state.doc),
    update: (set, transaction) => {
      const shown = transaction.effects.find((effect) => effect.is(showLong));
      const now = transaction.docChanged ? decorate(transaction.newDoc) : set;
      return shown === undefined ? now : now.update({ filter: (from) => from !== shown.value });
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

/** The long strings of a text. A string never spans lines, so only long lines are looked at. */
export function longStrings(doc: Text, syntax: CodeSyntax): readonly LongToken[] {
  const found: LongToken[] = [];
  let at = 0;
  for (const line of doc.iterLines()) {
    const start = at;
    at += line.length + 1;
    if (line.length <= mostCharacters) continue;
    const tokens = syntax === "json" ? jsonStrings(line) : yamlStrings(line);
    const long = tokens.filter(({ from, to }) => to - from > mostCharacters);
    found.push(...long.map(({ from, to }) => ({ from: start + from, to: start + to })));
  }
  return found;
}

/** What stands between quotes. */
function jsonStrings(line: string): readonly LongToken[] {
  return [...line.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(({ 0: token, index }) => ({
    from: index + 1,
    to: index + token.length - 1,
  }));
}

/** What stands behind dashes and the key. */
function yamlStrings(line: string): readonly LongToken[] {
  const [before = ""] = /^\s*(?:- )*(?:(?:"(?:[^"\\]|\\.)*"|[^":]{1,1000}): )?/.exec(line) ?? [];
  return [{ from: before.length, to: line.length }];
}
