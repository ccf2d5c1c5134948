import { useEffect, useState } from "react";
import { isShutAway, searchField } from "./search-field.ts";

/**
 * Whether the list of shortcuts is open; `?` opens it, and `/` or Ctrl+K goes to the search field. `onShutAway`: the
 * field is in a closed drawer.
 */
export function useShortcuts(
  onShutAway: (() => void) | undefined,
): readonly [isOpen: boolean, setOpen: (open: boolean) => void] {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const wish = wishOf(event);
      if (wish === undefined) return;
      if (wish === "search") {
        goToSearch(event, onShutAway);
        return;
      }
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onShutAway]);
  return [isOpen, setOpen];
}

/** What a key press asks for; a key that somebody else took, or that writes a text, asks for nothing. */
function wishOf(event: KeyboardEvent): "search" | "list" | undefined {
  if (event.defaultPrevented || event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey)
    return event.key.toLowerCase() === "k" && !event.shiftKey ? "search" : undefined;
  if (isTyping(event.target)) return undefined;
  if (event.key === "?") return "list";
  return event.key === "/" ? "search" : undefined;
}

function goToSearch(event: KeyboardEvent, onShutAway: (() => void) | undefined): void {
  const field = searchField();
  if (field === null) return;
  event.preventDefault();
  if (isShutAway(field)) onShutAway?.();
  else field.focus();
}

/** In a field where text is written a question mark is one; the views of a value are not written in. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLElement && target.isContentEditable && target.ariaReadOnly !== "true";
}
