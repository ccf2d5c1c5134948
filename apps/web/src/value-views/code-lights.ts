import { StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { lightNames } from "../pointing/lit.ts";
import type { LitRange } from "../pointing/text-places.ts";

/** What is lit in the text: by what is pointed at, and by what the address holds fast. */
export interface CodeLights {
  readonly lit: readonly LitRange[];
  readonly pinned: readonly LitRange[];
}

export const setLights = StateEffect.define<CodeLights>();

const mark = (name: string): Decoration => Decoration.mark({ class: name });
const styles = {
  lit: { exact: mark(lightNames.lit.exact), around: mark(lightNames.lit.around) },
  pinned: { exact: mark(lightNames.pinned.exact), around: mark(lightNames.pinned.around) },
};

/** Draws the lights that were set last. */
export const lights = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (drawn, transaction) => {
    const set = transaction.effects.findLast((effect) => effect.is(setLights));
    return set === undefined ? drawn.map(transaction.changes) : decorate(set.value, transaction.newDoc);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate({ lit, pinned }: CodeLights, doc: Text): DecorationSet {
  const draw = (ranges: readonly LitRange[], style: (typeof styles)["lit"]) =>
    ranges
      .filter(({ from, to }) => from < to && to <= doc.length)
      .flatMap(({ from, to, light }) =>
        linesOf(doc, from, to).map(([start, end]) => style[light].range(start, end)),
      );
  return Decoration.set([...draw(lit, styles.lit), ...draw(pinned, styles.pinned)], true);
}

/** Lines of one range that are drawn without their indentation; more than these are drawn as they are. */
const mostLines = 300;

function linesOf(doc: Text, from: number, to: number): readonly (readonly [start: number, end: number])[] {
  const last = doc.lineAt(to).number;
  const first = doc.lineAt(from).number;
  if (last === first || last - first > mostLines) return [[from, to]];
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const line = doc.line(first + at);
    const indent = line.text.length - line.text.trimStart().length;
    return [Math.max(from, line.from + indent), Math.min(to, line.to)] as const;
  }).filter(([start, end]) => start < end);
}

/** Tells the offset under the mouse, and when it has left. */
export function pointer(onPoint: (offset: number | undefined, event: MouseEvent) => void) {
  return EditorView.domEventHandlers({
    mousemove: (event, view) => {
      onPoint(view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? undefined, event);
    },
    mouseleave: (event) => onPoint(undefined, event),
  });
}

/** Scrolls to an offset if it is out of sight. */
export function bringIntoSight(view: EditorView, offset: number): void {
  if (offset > view.state.doc.length || isInSight(view, offset)) return;
  view.dispatch({ effects: EditorView.scrollIntoView(offset, { y: "center" }) });
}

function isInSight(view: EditorView, offset: number): boolean {
  const block = view.lineBlockAt(offset);
  const { scrollTop, clientHeight } = view.scrollDOM;
  return block.bottom > scrollTop && block.top < scrollTop + clientHeight;
}
