import type { ReactNode } from "react";
import { failureOf } from "../api/client.ts";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useBytes } from "./use-bytes.ts";
import { useLastReady } from "./use-last-ready.ts";
import type { ViewProps } from "./view-props.ts";

interface WithBytesProps {
  readonly view: ViewProps;
  /** Draws a view; its value is the one that the bytes are of. */
  readonly children: (bytes: Uint8Array, view: ViewProps) => ReactNode;
}

/** Draws with the value's bytes once they are there; those of the version before stay until then. */
export function WithBytes({ view, children }: WithBytesProps) {
  const { data, error, refetch } = useBytes(view);
  const ready = useLastReady(view, data);
  if (data === undefined && error !== null)
    return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />;
  return ready === undefined ? <Skeleton lines={8} /> : children(ready.source, ready.view);
}
