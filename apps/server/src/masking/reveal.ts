import type { Span } from "@etcdscope/codec";
import type { Decoder } from "@etcdscope/kubernetes";
import { type FoundLayer, findLayer } from "../decoding/layer-answers.ts";
import { openReader } from "../decoding/show-value.ts";
import type { ShownValue, ShowValue } from "../decoding/stored-value.ts";
import { Refusal } from "../explorer/refusal.ts";

/** One hidden part of a value. */
export interface HiddenPart {
  /** The layer that the span is over; the stored bytes when absent. */
  readonly in?: string | undefined;
  readonly span: Span;
  /** A layer that is made from the hidden bytes, to be opened. */
  readonly layer?: string | undefined;
}

interface Revealed {
  readonly bytes: Uint8Array;
  readonly layer: FoundLayer | null;
}

/** Gives out what is hidden in one place of a value, and nothing else of it. */
export type Reveal = (key: Uint8Array, stored: Uint8Array, part: HiddenPart) => Revealed;

/** `show` is the reader that hides: only what it hides, exactly, is given out. */
export function revealer(decoder: Decoder, show: ShowValue): Reveal {
  const showOpen = openReader(decoder);
  return (key, stored, part) => {
    const { start, end } = part.span;
    const hidden = holderIn(show(key, stored), part.in).value;
    if (!hidden.masked.some(({ span }) => span[0] === start && span[1] === end))
      throw new Refusal("not_found", "Nothing is hidden at this place of the value.");
    const open = holderIn(showOpen(key, stored), part.in);
    const layer = part.layer === undefined ? null : layerOf(open, part.layer, part);
    return { bytes: open.value.bytes.subarray(start, end), layer };
  };
}

type Holder = Pick<FoundLayer, "value"> & Partial<FoundLayer>;

function holderIn(value: ShownValue, name: string | undefined): Holder {
  return name === undefined ? { value } : findLayer(value, name);
}

/** A layer of the hidden bytes; others are given out without being revealed. */
function layerOf({ value, opened }: Holder, name: string, { in: holder, span }: HiddenPart): FoundLayer {
  const inner = holder === undefined ? name : name.slice(holder.length + 1);
  if (holder !== undefined && !name.startsWith(`${holder}/`)) throw noLayer();
  const found = findLayer(value, inner, opened?.steps);
  const [from, to] = found.opened.steps[opened?.steps.length ?? 0]?.parent ?? [-1, -1];
  if (from < span.start || span.end < to) throw noLayer();
  return found;
}

const noLayer = (): Refusal => new Refusal("not_found", "The hidden bytes have no layer of that name.");
