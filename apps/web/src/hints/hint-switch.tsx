import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { recall, remember } from "../ui/remember.ts";

const storedAs = "raw-paths";

export interface HintSwitch {
  readonly shown: boolean;
  readonly toggle: () => void;
}

const HintContext = createContext<HintSwitch>({ shown: true, toggle: () => undefined });

/** Whether Kubernetes hints stand beside the segments, wherever there are segments. */
export const useHints = (): HintSwitch => useContext(HintContext);

/** Keeps for the next visit whether hints are shown. */
export function HintsProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(() => recall(storedAs) !== "yes");
  const hints = useMemo(() => {
    const toggle = (): void => {
      remember(storedAs, shown ? "yes" : "no");
      setShown(!shown);
    };
    return { shown, toggle };
  }, [shown]);
  return <HintContext value={hints}>{children}</HintContext>;
}
