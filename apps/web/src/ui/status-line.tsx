import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const StatusText = createContext("");
const SetStatusText = createContext<(text: string) => void>(() => undefined);

/** Carries one line from whatever is under the cursor to the bar at the bottom. */
export function StatusLineProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState("");
  return (
    <SetStatusText value={setText}>
      <StatusText value={text}>{children}</StatusText>
    </SetStatusText>
  );
}

export const useStatusText = (): string => useContext(StatusText);

/** Shows a line while the caller is mounted. */
export function useStatusLine(text: string): void {
  const set = useContext(SetStatusText);
  useEffect(() => set(text), [set, text]);
  useEffect(() => () => set(""), [set]);
}
