import type { ReactNode } from "react";
import { failureOf } from "../api/client.ts";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useBytes } from "./use-bytes.ts";
import type { ViewProps } from "./view-props.ts";

/** Draws with the value's bytes once they are there. */
export function WithBytes({
  view,
  children,
}: {
  view: ViewProps;
  children: (bytes: Uint8Array) => ReactNode;
}) {
  const { data, error, refetch } = useBytes(view);
  if (data !== undefined) return children(data);
  if (error !== null) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />;
  return <Skeleton lines={8} />;
}
