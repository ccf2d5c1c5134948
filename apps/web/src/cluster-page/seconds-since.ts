import { useEffect, useState } from "react";

/** Whole seconds that have passed since a time, counted on while `isRunning`. */
export function useSecondsSince(time: number, isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return Math.max(0, Math.floor((now - time) / 1000));
}
