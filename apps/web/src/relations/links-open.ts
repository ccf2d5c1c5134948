import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { recall, remember } from "../ui/remember.ts";

const storedAs = "links";

/** Whether the links of a key are shown: as it was chosen last, else where there is room for them. Alt+L changes it. */
export function useLinksOpen(): readonly [isOpen: boolean, toggle: () => void] {
  const hasRoom =
    useMediaQuery("(min-width: 1500px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const [chosen, setChosen] = useState(() => recall(storedAs));
  const isOpen = chosen === null ? hasRoom : chosen === "open";
  const toggle = (): void => {
    const next = isOpen ? "closed" : "open";
    remember(storedAs, next);
    setChosen(next);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyL") return;
      event.preventDefault();
      toggle();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
  return [isOpen, toggle];
}
