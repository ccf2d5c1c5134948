import type { SpanPair } from "@etcdscope/contract";
import { useQueries } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import { failureOf } from "../api/client.ts";
import { FailureNotice } from "../ui/failure-notice.tsx";
import { type ByteWindow, partsFor, wholeWindow, windowOver } from "./byte-window.ts";
import { overlaid } from "./use-bytes.ts";
import { useLastReady } from "./use-last-ready.ts";
import type { ViewProps } from "./view-props.ts";
import { WithBytes } from "./with-bytes.tsx";

/** Up to this size all bytes are fetched at once. */
const largestWhole = 2 * 1024 * 1024;

interface WithWindowProps {
  readonly view: ViewProps;
  /** Draws a view; its value is the one that the bytes are of. */
  readonly children: (bytes: ByteWindow, view: ViewProps) => ReactNode;
}

/** Draws with the value's bytes; of a large value those that are to be drawn are fetched. */
export function WithWindow({ view, children }: WithWindowProps) {
  const { size, bytes } = view.value;
  const inParts = size > largestWhole && bytes === undefined;
  if (inParts) return <Parts view={view}>{children}</Parts>;
  return (
    <WithBytes view={view}>
      {(all, of) => (
        <Whole bytes={all} view={of}>
          {children}
        </Whole>
      )}
    </WithBytes>
  );
}

function Whole({ bytes, view, children }: WithWindowProps & { readonly bytes: Uint8Array }) {
  const all = useMemo(() => wholeWindow(bytes), [bytes]);
  return children(all, view);
}

function Parts({ view, children }: WithWindowProps) {
  const { source, keyRef, value, pinned } = view;
  const queries = useQueryFactory();
  const { size } = value;
  const overlays = value.overlays?.get(value.layer ?? "");
  const [[start, end], setRange] = useState<SpanPair>([0, 1]);
  const wanted = useMemo(() => partsFor(start, end, size), [start, end, size]);
  const need = useCallback(
    (from: number, to: number) =>
      setRange((before) => (before[0] === from && before[1] === to ? before : [from, to])),
    [],
  );
  const found = useQueries({
    queries: wanted.map((part) => queries.part(source, keyRef, value, pinned, part)),
  });
  const failed = found.find(({ error }) => error !== null);
  const stamp = found.map(({ dataUpdatedAt }) => dataUpdatedAt).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp stands for what was found.
  const bytes = useMemo(() => {
    const parts = wanted.flatMap(([from], at) => {
      const data = found[at]?.data;
      return data === undefined ? [] : [{ start: from, bytes: overlaid(data, overlays, from) }];
    });
    return windowOver(parts, size, need);
  }, [wanted, stamp, size, need, overlays]);
  const isThere = found.every(({ data }) => data !== undefined);
  const ready = useLastReady(view, isThere ? bytes : undefined);
  if (failed?.error != null)
    return <FailureNotice failure={failureOf(failed.error)} onRetry={() => void failed.refetch()} />;
  const isOld = ready !== undefined && ready.view.value.modRevision !== value.modRevision;
  return isOld ? children(ready.source, ready.view) : children(bytes, view);
}
