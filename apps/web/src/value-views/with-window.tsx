import { type ReactNode, useMemo } from "react";
import { type ByteWindow, wholeWindow } from "./byte-window.ts";
import type { ViewProps } from "./view-props.ts";
import { WithBytes } from "./with-bytes.tsx";

interface WithWindowProps {
  readonly view: ViewProps;
  readonly children: (bytes: ByteWindow) => ReactNode;
}

/** Draws with the value's bytes. */
export function WithWindow({ view, children }: WithWindowProps) {
  return <WithBytes view={view}>{(bytes) => <Whole bytes={bytes}>{children}</Whole>}</WithBytes>;
}

function Whole({ bytes, children }: { bytes: Uint8Array; children: WithWindowProps["children"] }) {
  return children(useMemo(() => wholeWindow(bytes), [bytes]));
}
