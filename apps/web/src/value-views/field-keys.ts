import type { FieldAnswer, SpanPair } from "@etcdscope/contract";
import { coverageOf, nextUnexplained } from "../pointing/coverage.ts";
import { isSame } from "../pointing/field-tree.ts";
import { fieldBeside, fieldStep, type StepPress } from "../pointing/neighbours.ts";
import { type FieldRow, wayTo } from "./field-rows.ts";
import type { ShownValue } from "./view-props.ts";

/** What a key does in a grid of fields. */
export type FieldMove =
  | { readonly do: "go"; readonly way: readonly string[]; readonly field: FieldAnswer }
  | { readonly do: "open" | "close" }
  /** Goes to what the bytes are taken for. */
  | { readonly do: "guess" };

interface Standing {
  readonly fields: readonly FieldAnswer[];
  readonly rows: readonly FieldRow[];
  readonly at: number;
  /** Rows that a page has. */
  readonly page: number;
  readonly value: ShownValue;
}

export function fieldMove(press: StepPress, standing: Standing): FieldMove | undefined {
  const { fields, rows, at, value } = standing;
  const here = rows[at];
  const step = fieldStep(press);
  if (here === undefined) return undefined;
  if (step !== undefined) return goTo(fields, fieldBeside(fields, here.field.span, step));
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  if (press.key === "u") {
    const span = nextUnexplained(coverageOf(value), here.field.span[0]);
    return span === undefined ? undefined : goTo(fields, firstIn(fields, span));
  }
  if (press.key === "g") return { do: "guess" };
  const act = actionOf(press.key, rows, at, standing.page);
  if (typeof act !== "number") return act === undefined ? undefined : { do: act };
  const row = rows[Math.max(0, Math.min(rows.length - 1, act))];
  return row === undefined ? undefined : { do: "go", way: [row.id], field: row.field };
}

function goTo(fields: readonly FieldAnswer[], field: FieldAnswer | undefined): FieldMove | undefined {
  const way = field === undefined ? undefined : wayTo(fields, (other) => other === field);
  return field === undefined || way === undefined ? undefined : { do: "go", way, field };
}

/** The outermost field that begins a range of bytes and does not reach beyond it. */
function firstIn(fields: readonly FieldAnswer[], span: SpanPair): FieldAnswer | undefined {
  const field = fields.find((one) => one.span[0] <= span[0] && span[0] < one.span[1]);
  if (field === undefined || isSame(field.span, span)) return field;
  if (field.span[0] === span[0] && field.span[1] <= span[1]) return field;
  return firstIn(field.children ?? [], span) ?? field;
}

/** A row to go to, or what to do with the row that is active. */
function actionOf(
  key: string,
  rows: readonly FieldRow[],
  at: number,
  page: number,
): number | "open" | "close" | undefined {
  const row = rows[at];
  const steps: Readonly<Record<string, number | "open" | "close">> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: rows.length - 1,
    ArrowRight: row?.open === false ? "open" : at + Number(row?.open === true),
    ArrowLeft: row?.open === true ? "close" : Math.max(0, row?.parent ?? 0),
    Enter: row?.open === true ? "close" : "open",
    " ": row?.open === true ? "close" : "open",
  };
  return Object.hasOwn(steps, key) ? steps[key] : undefined;
}
