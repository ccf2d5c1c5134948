import { useState } from "react";
import { recall, remember } from "../ui/remember.ts";

const storedAs = "raw-paths";

export interface HintSwitch {
  readonly shown: boolean;
  readonly toggle: () => void;
}

/** Whether Kubernetes hints stand beside the segments; kept for the next visit. */
export function useHints(): HintSwitch {
  const [shown, setShown] = useState(() => recall(storedAs) !== "yes");
  const toggle = (): void => {
    remember(storedAs, shown ? "yes" : "no");
    setShown(!shown);
  };
  return { shown, toggle };
}
