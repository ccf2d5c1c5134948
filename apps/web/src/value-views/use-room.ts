import { type RefObject, useLayoutEffect, useState } from "react";

/** Before anything is measured: a usual pane. */
const usual = 120;

/** How many characters of its fixed-width font an element has room for in a line. */
export function useRoom(element: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(usual);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null || typeof ResizeObserver === "undefined") return;
    const width = characterWidth(current);
    const measure = (): void => setRoom(Math.floor(current.clientWidth / width));
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return room;
}

function characterWidth(element: HTMLElement): number {
  const probe = document.createElement("span");
  probe.className = "code unseen";
  probe.style.width = "100ch";
  element.append(probe);
  const { width } = probe.getBoundingClientRect();
  probe.remove();
  return width > 0 ? width / 100 : 7.5;
}
