import type { KeySearch } from "../links/view-state.ts";

/** Whether somebody has a place in the value that a new version would take away: a selection, or how far they read. */
export function isAtWork({ path, at }: KeySearch, panel: HTMLElement | null): boolean {
  if (path !== undefined || at !== undefined) return true;
  if (panel === null) return false;
  return isScrolled(panel) || isSelected(panel);
}

function isScrolled(panel: HTMLElement): boolean {
  return [panel, ...panel.querySelectorAll("*")].some(({ scrollTop }) => scrollTop > 0);
}

function isSelected(panel: HTMLElement): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && panel.contains(selection.anchorNode);
}
