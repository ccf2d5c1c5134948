import { useEffect, useRef, useState } from "react";

/** Milliseconds between two flashes: what flashes more than three times a second can harm. */
const betweenFlashes = 1000;

/** Another number for each change that is to flash; 0 while nothing has changed. */
export function useFlash(changes: number): number {
  const [flash, setFlash] = useState(0);
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const now = performance.now();
    if (changes > 0 && now - last.current < betweenFlashes) return;
    if (changes > 0) last.current = now;
    setFlash(changes);
  }, [changes]);
  return flash;
}
