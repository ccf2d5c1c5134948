import type { LayerAnswer, ValueAnswer } from "@etcdscope/contract";
import type { ShownValue } from "../value-views/view-props.ts";

/** How the address asks for the stored bytes of a value whose document is a layer's. */
export const asStored = "stored";

/** The layer to show: the one that is asked for, else the document's; `undefined` for the stored bytes. */
export function layerOf(value: ValueAnswer, asked: string | undefined): LayerAnswer | undefined {
  if (asked === asStored) return undefined;
  const named = (name: string | null | undefined) => value.layers.find((layer) => layer.name === name);
  return named(asked) ?? named(value.documentLayer);
}

/** The value with a layer in place of its stored bytes: every span and every byte that is shown is the layer's. */
export function throughLayer(value: ValueAnswer, layer: LayerAnswer | undefined): ShownValue {
  if (layer === undefined) return value;
  const { fieldsMore: _, wireMore: __, ...around } = value;
  const { name, size, encoding, fields, fieldsMore, wire, wireMore, masked, warnings } = layer;
  const more = {
    ...(fieldsMore !== undefined && { fieldsMore }),
    ...(wireMore !== undefined && { wireMore }),
  };
  return { ...around, ...more, layer: name, size, encoding, fields, wire, masked, warnings };
}

/** Whether the address asks for a layer that does not come with the value. */
export function isWithin({ layers }: ValueAnswer, asked: string | undefined): boolean {
  return asked !== undefined && asked !== asStored && !layers.some(({ name }) => name === asked);
}

/** The answer of a layer as a value that is drawn like any other. */
export function openedValue(answer: ValueAnswer, bytes?: Uint8Array): ShownValue {
  const { opened } = answer;
  if (opened === null) return answer;
  const { layer, size } = opened;
  return { ...answer, layer, size, layers: [], documentLayer: null, ...(bytes !== undefined && { bytes }) };
}
