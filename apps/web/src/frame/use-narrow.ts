import { useMediaQuery } from "@mantine/hooks";

/** Too narrow for tree and page side by side. */
export function useNarrow(): boolean {
  return useMediaQuery("(max-width: 899px)", undefined, { getInitialValueInEffect: false }) ?? false;
}
