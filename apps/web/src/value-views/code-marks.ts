import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";

/** A part of the text that is shown as a label, with a lock; or a place in it. Buttons stand beside it. */
export interface CodeMark {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly actions?: readonly CodeAction[];
}

/** What a button does, and how it is called. */
interface CodeAction {
  readonly label: string;
  readonly title: string;
  readonly run: () => void;
}

export const setMarks = StateEffect.define<readonly CodeMark[]>();

class LabelWidget extends WidgetType {
  readonly #label: string;
  readonly #actions: readonly CodeAction[];

  constructor({ label, actions = [] }: CodeMark) {
    super();
    this.#label = label;
    this.#actions = actions;
  }

  override eq(other: LabelWidget): boolean {
    return other.#label === this.#label && other.#actions === this.#actions;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement("span");
    if (this.#label !== "") element.append(labelElement(this.#label));
    element.append(...this.#actions.map(buttonOf));
    return element;
  }

  override ignoreEvent(): boolean {
    return this.#actions.length > 0;
  }
}

function labelElement(label: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "code-masked";
  element.textContent = `•••• ${label}`;
  return element;
}

function buttonOf({ label, title, run }: CodeAction): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "field-extra";
  button.textContent = label;
  button.title = title;
  button.setAttribute("aria-label", title);
  button.addEventListener("click", run);
  return button;
}

/** Draws the marks that were set last. */
export const labelled = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    const set = transaction.effects.findLast((effect) => effect.is(setMarks));
    return set === undefined
      ? marks.map(transaction.changes)
      : decorate(set.value, transaction.newDoc.length);
  },
  provide: (field) => [
    EditorView.decorations.from(field),
    EditorView.atomicRanges.of((view) => view.state.field(field)),
  ],
});

function decorate(marks: readonly CodeMark[], length: number): DecorationSet {
  const inside = marks.filter(({ from, to }) => from <= to && to <= length);
  const ranges = inside.map((mark) => {
    const widget = new LabelWidget(mark);
    const { from, to } = mark;
    return from < to
      ? Decoration.replace({ widget }).range(from, to)
      : Decoration.widget({ widget, side: -1 }).range(from);
  });
  return Decoration.set(ranges, true);
}
