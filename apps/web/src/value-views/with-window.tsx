import type { SpanPair } from "@etcdscope/contract";
import { useQueries } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { type ByteWindow, partsFor, wholeWindow, windowOver } from "./byte-window.ts";
import type { ViewProps } from "./view-props.ts";
import { WithBytes } from "./with-bytes.tsx";

/** Up to this size all bytes are fetched at once. */
const largestWhole = 2 * 1024 * 1024;

interface WithWindowProps {
  readonly view: ViewProps;
  readonly children: (bytes: ByteWindow) => ReactNode;
}

/** Draws with the value's bytes; of a large value those that are to be drawn are fetched. */
export function WithWindow({ view, children }: WithWindowProps) {
  const { size, bytes, overlays } = view.value;
  const inParts = size > largestWhole && bytes === undefined && overlays === undefined;
  if (inParts) return <Parts view={view}>{children}</Parts>;
  return <WithBytes view={view}>{(all) => <Whole bytes={all}>{children}</Whole>}</WithBytes>;
}

function Whole({ bytes, children }: { bytes: Uint8Array; children: WithWindowProps["children"] }) {
  return children(useMemo(() => wholeWindow(bytes), [bytes]));
}

function Parts({ view: { source, keyRef, value, pinned }, children }: WithWindowProps) {
  const queries = useQueryFactory();
  const { size } = value;
  const [wanted, setWanted] = useState<readonly SpanPair[]>(() => partsFor(0, 1, size));
  const need = useCallback(
    (start: number, end: number) =>
      setWanted((before) => {
        const parts = partsFor(start, end, size);
        return String(parts) === String(before) ? before : parts;
      }),
    [size],
  );
  const found = useQueries({
    queries: wanted.map((part) => queries.part(source, keyRef, value, pinned, part)),
  });
  const failed = found.find(({ error }) => error !== null);
  const stamp = found.map(({ dataUpdatedAt }) => dataUpdatedAt).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp stands for what was found.
  const bytes = useMemo(() => {
    const parts = wanted.flatMap(([start], at) => {
      const data = found[at]?.data;
      return data === undefined ? [] : [{ start, bytes: data }];
    });
    return windowOver(parts, size, need);
  }, [wanted, stamp, size, need]);
  if (failed?.error != null)
    return <FailureNotice failure={failureOf(failed.error)} onRetry={() => void failed.refetch()} />;
  return children(bytes);
}
