import type { MaskedAnswer, SpanPair, ValueAnswer, WithinAnswer } from "@etcdscope/contract";

/** A masked place of a value: the layer that its span is over, null for the stored bytes. */
export interface HiddenPart {
  readonly in: string | null;
  readonly span: SpanPair;
}

export const partId = ({ in: holder, span }: HiddenPart): string => `${holder ?? ""} ${span[0]}-${span[1]}`;

/** A masked place, with what is told of it. */
export interface HiddenField extends HiddenPart {
  readonly masked: MaskedAnswer;
}

/** Everything that is masked in a value and in the layers that come with it. */
export function hiddenFields(value: ValueAnswer): readonly HiddenField[] {
  const own = { in: value.opened?.layer ?? null, masked: value.masked };
  const holders = [own, ...value.layers.map(({ name, masked }) => ({ in: name, masked }))];
  return holders.flatMap((holder) =>
    holder.masked.map((masked) => ({ in: holder.in, span: masked.span, masked })),
  );
}

/** The masked value that a layer is made from, itself or by a step before it. */
export function maskedSource(value: ValueAnswer, layer: string): WithinAnswer | undefined {
  return value.within.find(({ masked, layer: name }) => {
    if (masked !== true || name === null) return false;
    return name === layer || layer.startsWith(`${name}/`) || name.startsWith(`${layer}/`);
  });
}
