import type { FieldAnswer } from "@etcdscope/contract";
import { useSyncExternalStore } from "react";
import type { Lit } from "../pointing/lit.ts";
import { usePointed } from "../pointing/pointing.ts";
import { useStatusLine } from "../ui/status-line.tsx";
import { useFieldLine } from "./field-line.ts";

/** Tells the status bar what is pointed at, or else what the address holds fast. */
export function PointedLine() {
  const { pointing, pinned } = usePointed();
  const lit = useSyncExternalStore(pointing.subscribe, pointing.lit) ?? pinned;
  const line = useFieldLine(placed(lit), lit?.offset);
  // Of what is no field of its own only the place in the document is known.
  useStatusLine(lit?.field === undefined ? (lit?.paths[0] ?? line) : line);
  return null;
}

/** A field without a path of its own, as those of the wire are, goes by that of the same bytes. */
function placed(lit: Lit | undefined): FieldAnswer | undefined {
  const [path] = lit?.paths ?? [];
  if (lit?.field === undefined || path === undefined || lit.paths.length > 1) return lit?.field;
  return { ...lit.field, path };
}
