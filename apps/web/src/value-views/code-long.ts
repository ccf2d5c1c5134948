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

/** What stands for a long string: its label, and what its buttons are called and do. */
export interface LongStrings {
  readonly label: (length: number) => string;
  readonly show: string;
  readonly copy: string;
  /** Copies the value that the string at an offset is of. */
  readonly onCopy: (offset: number) => void;
}

class LongWidget extends WidgetType {
  readonly #token: LongToken;
  readonly #strings: LongStrings;

  constructor(token: LongToken, strings: LongStrings) {
    super();
    this.#token = token;
    this.#strings = strings;
  }

  get #label(): string {
    return this.#strings.label(this.#token.to - this.#token.from);
  }

  override eq(other: LongWidget): boolean {
    return other.#token.from === this.#token.from && other.#label === this.#label;
  }

  override toDOM(view: EditorView): HTMLElement {
    const { show, copy, onCopy } = this.#strings;
    const { from } = this.#token;
    const element = document.createElement("span");
    element.className = "code-long";
    element.append(
      this.#label,
      this.#button(show, () => view.dispatch({ effects: showLong.of(from) })),
      this.#button(copy, () => onCopy(from)),
    );
    return element;
  }

  #button(name: string, run: () => void): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "field-extra";
    button.textContent = name;
    button.setAttribute("aria-label", `${name}: ${this.#label}`);
    button.addEventListener("click", run);
    return button;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** Collapses long strings until they are asked for. */
export function longTokens(syntax: CodeSyntax, strings: LongStrings) {
  const decorate = (doc: Text): DecorationSet =>
    Decoration.set(
      longStrings(doc, syntax).map((token) =>
        Decoration.replace({ widget: new LongWidget(token, strings) }).range(token.from, token.to),
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
