import type { FieldAnswer, SpanPair } from "@etcdscope/contract";
import { fieldsHolding, isSame } from "./field-tree.ts";

type Fields = readonly FieldAnswer[] | null;

/** Where a key leads from the bytes or the field that is selected. */
export type FieldStep = "above" | "within" | "before" | "behind";

export interface StepPress {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Alt+↑ and Alt+↓ go up and down, `[` and `]` along. */
export function fieldStep(press: StepPress): FieldStep | undefined {
  if (press.ctrlKey || press.metaKey) return undefined;
  if (press.key === "ArrowUp") return press.altKey ? "above" : undefined;
  if (press.key === "ArrowDown") return press.altKey ? "within" : undefined;
  if (press.key === "[") return "before";
  return press.key === "]" ? "behind" : undefined;
}

/** The field that a step from these bytes leads to. */
export function fieldBeside(fields: Fields, span: SpanPair, step: FieldStep): FieldAnswer | undefined {
  const chain = fieldsHolding(fields, span);
  const here = chain.findIndex((field) => isSame(field.span, span));
  // Of several fields of the same bytes the outermost stands for all of them on the way up.
  if (step === "above") return here < 0 ? chain.at(-1) : chain[here - 1];
  if (step === "within") return chain.at(-1)?.children?.[0];
  return alongFrom(fields, chain, step === "before" ? -1 : 1);
}

/** The neighbour of the innermost field that has one. */
function alongFrom(
  fields: Fields,
  chain: readonly FieldAnswer[],
  direction: 1 | -1,
): FieldAnswer | undefined {
  for (let depth = chain.length - 1; depth >= 0; depth--) {
    const level = chain[depth - 1]?.children ?? fields ?? [];
    const field = chain[depth];
    const next = field === undefined ? undefined : level[level.indexOf(field) + direction];
    if (next !== undefined) return next;
  }
  return undefined;
}
