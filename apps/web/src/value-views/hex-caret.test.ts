// @vitest-environment node
import { describe, expect, it } from "vitest";
import { type Caret, type HexPress, moved, selectionOf } from "./hex-caret.ts";

const shape = { size: 100, columns: 16, page: 3 };
const press = (key: string, extra: Partial<HexPress> = {}): HexPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  ...extra,
});
const at = (offset: number): Caret => ({ anchor: offset, at: offset });

describe("the caret in the bytes", () => {
  it("moves by bytes, rows and pages and stays within the value", () => {
    expect(moved(press("ArrowRight"), at(99), shape)).toEqual(at(99));
    expect(moved(press("ArrowUp"), at(5), shape)).toEqual(at(5));
    expect(moved(press("ArrowDown"), at(5), shape)).toEqual(at(21));
    expect(moved(press("PageDown"), at(5), shape)).toEqual(at(53));
    expect(moved(press("End"), at(97), shape)).toEqual(at(99));
    expect(moved(press("Home", { ctrlKey: true }), at(97), shape)).toEqual(at(0));
  });

  it("extends the selection with Shift and selects all with Ctrl+A", () => {
    expect(moved(press("ArrowRight", { shiftKey: true }), at(5), shape)).toEqual({ anchor: 5, at: 6 });
    expect(selectionOf({ anchor: 6, at: 2 })).toEqual([2, 7]);
    expect(moved(press("a", { ctrlKey: true }), at(5), shape)).toEqual({ anchor: 0, at: 99 });
  });

  it("leaves other keys alone", () => {
    expect(moved(press("x"), at(5), shape)).toBeUndefined();
    expect(moved(press("toString"), at(5), shape)).toBeUndefined();
  });
});
