import { useCallback, useRef } from "react";
import { typeAhead } from "./keyboard.ts";
import type { Row } from "./rows.ts";

/** Letters that follow each other within this time are one word. */
const wordMs = 600;

/** `?` lists the shortcuts and `/` goes to the search field, wherever the focus is. */
const isShortcut = (key: string): boolean => key === "?" || key === "/";

/** Goes to the row whose name begins with the letters typed; says whether the key was a letter at all. */
export function useTypeAhead(
  rows: readonly Row[],
  active: number,
  go: (index: number) => void,
): (key: string) => boolean {
  const word = useRef({ text: "", at: 0 });
  return useCallback(
    (key) => {
      if ([...key].length !== 1 || isShortcut(key)) return false;
      const now = performance.now();
      const text = now - word.current.at < wordMs ? word.current.text + key : key;
      word.current = { text, at: now };
      const found = typeAhead(rows, active, text);
      if (found !== undefined) go(found);
      return true;
    },
    [rows, active, go],
  );
}
