import { useState } from "react";

const storedAs = "etcdscope.raw-paths";

export interface HintSwitch {
  readonly shown: boolean;
  readonly toggle: () => void;
}

/** Whether Kubernetes hints stand beside the segments; kept for the next visit. */
export function useHints(): HintSwitch {
  const [shown, setShown] = useState(() => localStorage.getItem(storedAs) !== "yes");
  const toggle = (): void => {
    localStorage.setItem(storedAs, shown ? "yes" : "no");
    setShown(!shown);
  };
  return { shown, toggle };
}
