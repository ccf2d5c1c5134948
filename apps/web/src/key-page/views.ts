import type { ValueAnswer } from "@etcdscope/contract";
import type { ViewId } from "../links/view-state.ts";

/** Why a view cannot apply, as a key of the messages. */
export type Unfit = "noJson" | "noFields" | "noWire" | "emptyValue";

/** The views of a value in their order; the digit goes with Alt. */
export const views = [
  { id: "json", digit: "1" },
  { id: "yaml", digit: "2" },
  { id: "fields", digit: "3" },
  { id: "wire", digit: "4" },
  { id: "hex", digit: "5" },
  { id: "raw", digit: "6" },
] as const satisfies readonly { id: ViewId; digit: string }[];

/** Says why a view does not apply to a value; `undefined` when it does. */
export function unfit(view: ViewId, value: ValueAnswer): Unfit | undefined {
  if (view === "hex" || view === "raw") return undefined;
  if (value.size === 0) return "emptyValue";
  if (isWithheld(view, value)) return undefined;
  if (view === "json" || view === "yaml") return value.json === null ? "noJson" : undefined;
  if (view === "fields") return value.fields === null ? "noFields" : undefined;
  return value.wire === null ? "noWire" : undefined;
}

/** Whether the server leaves out what a view needs, because the value is large, until it is asked for. */
export function isWithheld(view: ViewId, value: ValueAnswer): boolean {
  if (view === "hex" || view === "raw") return false;
  const code = view === "json" || view === "yaml" ? "text_too_large" : "fields_too_large";
  return value.warnings.some((warning) => warning.code === code);
}

/** From the most understood to the least. */
const ladder: readonly ViewId[] = ["json", "wire", "raw"];

/** Whether the bytes are read as protobuf to their end, so that Wire is offered by itself. */
export function isWireWhole({ encoding, wire }: ValueAnswer): boolean {
  if (encoding.id === "kubernetes-protobuf" || encoding.id === "protobuf") return true;
  return encoding.id === "binary" && wire !== null && wire.every(({ problem }) => problem === undefined);
}

/** Of ciphertext, its parts tell more than its bytes. */
const sealedLadder: readonly ViewId[] = ["json", "fields", "raw"];

/** What the address asks for, else what was used last for such values, else the best that applies. */
export function chooseView(value: ValueAnswer, asked?: ViewId, remembered?: ViewId): ViewId {
  const best = value.encoding.outcome === "sealed" ? sealedLadder : ladder;
  const offered = best.filter((view) => view !== "wire" || isWireWhole(value));
  const wishes = [asked, remembered, ...offered].filter((view) => view !== undefined);
  return wishes.find((view) => unfit(view, value) === undefined) ?? "raw";
}

/** The view that goes beside another: the one asked for, else the bytes, and beside these what they mean. */
export function chooseBeside(value: ValueAnswer, view: ViewId, asked?: ViewId): ViewId {
  const offered = ladder.filter((one) => one !== "wire" || isWireWhole(value));
  const wishes = [asked, view === "hex" ? undefined : ("hex" as const), ...offered];
  return wishes.find((beside) => beside !== undefined && unfit(beside, value) === undefined) ?? "raw";
}
