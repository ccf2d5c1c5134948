import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";

/** A part of the text that is shown as a label, with a lock. */
export interface CodeMark {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

export const setMarks = StateEffect.define<readonly CodeMark[]>();

class LabelWidget extends WidgetType {
  readonly #label: string;

  constructor(label: string) {
    super();
    this.#label = label;
  }

  override eq(other: LabelWidget): boolean {
    return other.#label === this.#label;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement("span");
    element.className = "code-masked";
    element.textContent = `•••• ${this.#label}`;
    return element;
  }
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
  const inside = marks.filter(({ from, to }) => from < to && to <= length);
  const ranges = inside.map(({ from, to, label }) =>
    Decoration.replace({ widget: new LabelWidget(label) }).range(from, to),
  );
  return Decoration.set(ranges, true);
}
