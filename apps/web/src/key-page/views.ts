import type { ValueAnswer } from "@etcdscope/contract";
import type { ViewId } from "../links/view-state.ts";

/** Why a view cannot apply, as a key of the messages. */
export type Unfit = "noJson" | "noFields" | "noFieldsLarge" | "noWire" | "emptyValue";

/** The views of a value in their order; the digit goes with Alt. */
export const views = [
  { id: "json", digit: "1" },
  { id: "fields", digit: "3" },
  { id: "wire", digit: "4" },
  { id: "hex", digit: "5" },
  { id: "raw", digit: "6" },
] as const satisfies readonly { id: ViewId; digit: string }[];

/** Says why a view does not apply to a value; `undefined` when it does. */
export function unfit(view: ViewId, value: ValueAnswer): Unfit | undefined {
  if (view === "hex" || view === "raw") return undefined;
  if (value.size === 0) return "emptyValue";
  if (view === "json" || view === "yaml") return value.json === null ? "noJson" : undefined;
  if (view === "fields") return value.fields === null ? noFields(value) : undefined;
  return value.wire === null ? "noWire" : undefined;
}

const noFields = (value: ValueAnswer): Unfit => (value.size > 256 * 1024 ? "noFieldsLarge" : "noFields");

/** From the most understood to the least. */
const ladder: readonly ViewId[] = ["json", "wire", "raw"];

/** What the address asks for, else what was used last for such values, else the best that applies. */
export function chooseView(value: ValueAnswer, asked?: ViewId, remembered?: ViewId): ViewId {
  const wishes = [asked, remembered, ...ladder].filter((view) => view !== undefined);
  return wishes.find((view) => isOffered(view) && unfit(view, value) === undefined) ?? "raw";
}

const isOffered = (view: ViewId): boolean => views.some(({ id }) => id === view);
