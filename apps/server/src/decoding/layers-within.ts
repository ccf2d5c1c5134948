import type { Span } from "@etcdscope/codec";
import {
  type Decoded,
  type Decoder,
  openWithin,
  type ValueWithin,
  valuesWithin,
} from "@etcdscope/kubernetes";
import type { MaskedBytes } from "../masking/mask.ts";
import { openers } from "./openers.ts";
import type { LayerFound, ShownLayer, ShownValue, ShownWithin } from "./stored-value.ts";

/** Values larger than this are not looked through for others: their fields alone take too long to make. */
const largestSearched = 4 * 1024 * 1024;

/**
 * The values within a value, as they may be shown. `decoded` is of the plain bytes, and stays with these two functions:
 * of what is hidden they tell what it is, and open nothing.
 */
export function layersWithin(
  decoded: Decoded,
  { masked }: MaskedBytes,
  layers: readonly ShownLayer[],
  decoder: Decoder,
  show: (layer: Decoded) => ShownValue,
): Pick<ShownValue, "within" | "layer"> {
  const isMasked = ({ start, end }: Span): boolean =>
    masked.some(({ span }) => span[0] < end && start < span[1]);
  const mayHold = decoded.bytes.length <= largestSearched;
  return {
    within: () =>
      mayHold ? valuesWithin(decoded, openers).map((one) => shownWithin(one, masked, isMasked)) : [],
    layer: (name): LayerFound => {
      const made = layers.find((layer) => layer.name === name);
      if (made !== undefined) return made;
      const opened = mayHold ? openWithin(decoded, name, openers, decoder) : null;
      if (opened === null) return "absent";
      const { path, parent, step, facts, isCut } = opened;
      if (isMasked(parent)) return "masked";
      const provenance = isCut ? `${step}, cut off` : step;
      return { name, path, parent, step, facts, provenance, hasDocument: false, value: show(opened.decoded) };
    },
  };
}

/** Where a part of a hidden field begins and ends would tell of what is around it. */
function shownWithin(
  one: ValueWithin,
  masked: MaskedBytes["masked"],
  isMasked: (span: Span) => boolean,
): ShownWithin {
  const { start, end } = one.span;
  const field = masked.find(({ span }) => span[0] <= start && end <= span[1]);
  const span = field === undefined ? one.span : { start: field.span[0], end: field.span[1] };
  return { ...one, span, isMasked: isMasked(one.span) };
}
