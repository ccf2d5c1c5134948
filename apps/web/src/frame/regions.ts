import { type RefObject, useEffect } from "react";

/** F6 goes to the next region of the frame, Shift+F6 to the one before. */
export function useRegionCycle(frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "F6" || frame.current === null) return;
      event.preventDefault();
      cycle(frame.current, event.shiftKey ? -1 : 1);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [frame]);
}

function cycle(frame: HTMLElement, step: number): void {
  const regions = [...frame.querySelectorAll<HTMLElement>("[data-region]:not([inert])")];
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const next = here === -1 ? 0 : (here + step + regions.length) % regions.length;
  enter(regions[next]);
}

const focusable = "a[href], button:not([disabled]), input, [tabindex='0']";

/** Goes to what a region is there for, or to the first thing in it. */
export function enter(region: HTMLElement | null | undefined): void {
  const inside =
    region?.querySelector<HTMLElement>("[data-region-focus]") ??
    region?.querySelector<HTMLElement>(focusable);
  (inside ?? region)?.focus();
}
