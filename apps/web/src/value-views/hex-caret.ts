/** A caret and the other end of what is selected; equal while nothing is. Both are offsets of bytes. */
export interface Caret {
  readonly anchor: number;
  readonly at: number;
}

/** The selected bytes, half-open; the byte under the caret at least. */
export function selectionOf({ anchor, at }: Caret): readonly [start: number, end: number] {
  return [Math.min(anchor, at), Math.max(anchor, at) + 1];
}

/** A caret at the start of the bytes that it selects. */
export function caretOver([start, end]: readonly [start: number, end: number]): Caret {
  return { anchor: Math.max(start, end - 1), at: start };
}

export interface HexPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

interface Shape {
  readonly size: number;
  readonly columns: number;
  /** Rows that a page has. */
  readonly page: number;
}

/** Where a key press moves the caret; `undefined` when it is no such key. */
export function moved(press: HexPress, caret: Caret, shape: Shape): Caret | undefined {
  const control = press.ctrlKey || press.metaKey;
  if (control && press.key === "a") return { anchor: 0, at: shape.size - 1 };
  const target = control ? farTarget(press.key, shape) : nearTarget(press.key, caret.at, shape);
  if (target === undefined) return undefined;
  const at = Math.max(0, Math.min(shape.size - 1, target));
  return { anchor: press.shiftKey ? caret.anchor : at, at };
}

function farTarget(key: string, { size }: Shape): number | undefined {
  if (key === "Home") return 0;
  return key === "End" ? size - 1 : undefined;
}

function nearTarget(key: string, at: number, { columns, page }: Shape): number | undefined {
  const start = at - (at % columns);
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at < columns ? at : at - columns,
    ArrowDown: at + columns,
    PageUp: at - columns * page,
    PageDown: at + columns * page,
    Home: start,
    End: start + columns - 1,
  };
  return Object.hasOwn(steps, key) ? steps[key] : undefined;
}
