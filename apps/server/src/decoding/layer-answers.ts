import type { OpenedAnswer, StepAnswer, WithinAnswer } from "@etcdscope/contract";
import { Refusal } from "../explorer/refusal.ts";
import type { ShownLayer, ShownValue } from "./stored-value.ts";

/** A layer with the way to it from the stored bytes. */
export interface FoundLayer {
  readonly value: ShownValue;
  readonly opened: OpenedAnswer;
}

/**
 * The layer of a name, whose parts are what is opened one after another. `above` is the way to `shown` itself, where
 * that is a layer already. Refuses names of no layer, and layers that are made from hidden bytes.
 */
export function findLayer(shown: ShownValue, name: string, above: readonly StepAnswer[] = []): FoundLayer {
  let value = shown;
  const steps = [...above];
  let facts: OpenedAnswer["facts"] = [];
  for (const part of name.split("/")) {
    const layer = oneLayer(value, part);
    value = layer.value;
    facts = layer.facts;
    steps.push(stepAnswer(layer, steps.at(-1)?.layer));
  }
  const { layer = name } = steps.at(-1) ?? {};
  return { value, opened: { layer, size: value.bytes.length, steps, facts } };
}

function oneLayer(value: ShownValue, part: string): ShownLayer {
  const layer = value.layer(part);
  if (layer === "absent") throw new Refusal("not_found", "The value has no layer of that name.");
  if (layer === "masked")
    throw new Refusal("masked", "This layer is made from bytes that are hidden: reveal them first.");
  return layer;
}

function stepAnswer({ name, step, path, parent, value }: ShownLayer, above: string | undefined): StepAnswer {
  return {
    layer: above === undefined ? name : `${above}/${name}`,
    step,
    ...(path === null ? {} : { path }),
    parent: [parent.start, parent.end],
    size: value.bytes.length,
  };
}

/** What the fields of a value hold in another form, and those of its layers; `holder` is the layer that it is itself. */
export function withinAnswers(shown: ShownValue, holder: string | null): WithinAnswer[] {
  const named = (name: string): string => (holder === null ? name : `${holder}/${name}`);
  const own = shown.within().map(
    ({ what, path, span, name, detail, isMasked }): WithinAnswer => ({
      what,
      in: holder,
      ...(path === null ? {} : { path }),
      span: [span.start, span.end],
      layer: name === null ? null : named(name),
      ...(detail === undefined ? {} : { detail }),
      ...(isMasked ? { masked: true } : {}),
    }),
  );
  return [...own, ...shown.layers.flatMap(({ name, value }) => withinAnswers(value, named(name)))];
}
