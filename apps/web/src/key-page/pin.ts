import type { ValueAnswer } from "@etcdscope/contract";
import { useMemo } from "react";
import { spansOfPath } from "../pointing/field-tree.ts";
import { type Lit, litIn, litOfBytes, litOfPath } from "../pointing/lit.ts";
import { parseSpan } from "../value-views/span.ts";
import type { Picked, ShownValue } from "../value-views/view-props.ts";
import type { KeyPageProps } from "./key-page.tsx";
import { layerOf, throughLayer } from "./layers.ts";

/** What the address holds fast: a field or bytes, with the layer that they are of. */
export interface Pin {
  readonly lit: Lit;
  readonly picked: Picked;
}

/** `shown` is the value through the layer whose bytes are shown; paths may be of its own or of the document. */
export function usePin(
  { path, at }: KeyPageProps["search"],
  value: ValueAnswer,
  shown: ShownValue,
): Pin | undefined {
  return useMemo(() => {
    if (path !== undefined) {
      const isOwn = spansOfPath(shown.fields, path).length > 0;
      const lit = litOfPath(isOwn ? shown : throughLayer(value, layerOf(value, undefined)), path);
      return { lit, picked: { path, spans: lit.spans } };
    }
    const span = parseSpan(at);
    if (span === undefined || span[0] >= shown.size) return undefined;
    return { lit: litOfBytes(shown, span), picked: { spans: [span] } };
  }, [path, at, value, shown]);
}

/** What is held fast in the pane beside this one, for the views of this one. */
export function heldPin(lit: Lit | undefined): Pin | undefined {
  if (lit === undefined) return undefined;
  const { paths, spans } = lit;
  const [path] = paths;
  return { lit, picked: path === undefined || paths.length > 1 ? { spans } : { path, spans } };
}

const nothing: Picked = { spans: [] };

/** What is picked out in a view of these bytes: of another layer's only the bytes that it was made from. */
export function pickedIn(pin: Pin | undefined, value: ShownValue): Picked {
  if (pin === undefined) return nothing;
  if (pin.lit.layer === value.layer) return pin.picked;
  return { spans: litIn(pin.lit, value)?.around ?? [] };
}
