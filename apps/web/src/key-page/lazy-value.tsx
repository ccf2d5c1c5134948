import { type ComponentProps, lazy, Suspense } from "react";
import { Skeleton } from "../ui/skeleton.tsx";

/** The views are most of the app's script: they come when a key is first opened. */
const loadValue = () => import("./layered-value.tsx");
const Value = lazy(async () => ({ default: (await loadValue()).LayeredValue }));

/** Starts fetching the views while the value is still on its way. */
export function expectValue(): void {
  void loadValue().catch(() => undefined);
}

/** The value with its views. */
export function LayeredValue(props: ComponentProps<typeof Value>) {
  return (
    <Suspense fallback={<Skeleton lines={12} />}>
      <Value {...props} />
    </Suspense>
  );
}
