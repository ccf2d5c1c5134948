import type { FieldAnswer } from "@etcdscope/contract";

/** What a field stands for beyond its own text; none of it is in the bytes. */
export interface FieldReadings {
  /** Milliseconds of Unix time, and how they are written unless the field's text says so itself. */
  readonly time?: { readonly at: number; readonly iso?: string };
  /** The same bytes as other kinds of numbers. */
  readonly numbers: readonly { readonly as: string; readonly text: string }[];
}

/** `onWire`: no schema tells which kind of number it is. */
export function readingsOfField(field: FieldAnswer, onWire: boolean): FieldReadings {
  const time = timeOf(field);
  const numbers = onWire && field.text !== undefined ? numbersOf(field.wireType, field.text) : [];
  return { ...(time !== undefined && { time }), numbers };
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function timeOf({ type = "", text, children }: FieldAnswer): FieldReadings["time"] {
  if (text !== undefined && rfc3339.test(text)) return validTime(Date.parse(text));
  if (children === undefined || !/\.(Micro)?Time$|\.Timestamp$/.test(type)) return undefined;
  const part = (name: string): number => Number(children.find((child) => child.name === name)?.text ?? 0);
  const found = validTime(part("seconds") * 1000 + Math.floor(part("nanos") / 1e6));
  // A time of Go that was never set is stored as the first second of the year 1.
  if (found === undefined || children.length === 0 || found.at <= neverSet) return undefined;
  return { ...found, iso: new Date(found.at).toISOString().replace(".000Z", "Z") };
}

const neverSet = -62_135_596_800_000;

const validTime = (at: number): { at: number } | undefined =>
  Number.isNaN(new Date(at).getTime()) ? undefined : { at };

function numbersOf(wireType: string | undefined, text: string): FieldReadings["numbers"] {
  if (!/^\d{1,20}$/.test(text)) return [];
  const value = BigInt(text);
  if (wireType === "varint") {
    const zigzag = { as: "zigzag", text: String((value >> 1n) ^ -(value & 1n)) };
    return [...signed(value, 64), zigzag];
  }
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, value);
  if (wireType === "fixed64")
    return [...signed(value, 64), { as: "double", text: String(view.getFloat64(0)) }];
  if (wireType !== "fixed32") return [];
  return [...signed(value, 32), { as: "float", text: String(view.getFloat32(4)) }];
}

/** Told only where the sign makes a difference. */
function signed(value: bigint, bits: number): FieldReadings["numbers"] {
  const other = BigInt.asIntN(bits, value);
  return other === value ? [] : [{ as: "signed", text: String(other) }];
}

const units = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** `3 years ago`, in the words of a language. */
export function relativeTime(at: number, now: number, language: string): string {
  const seconds = (at - now) / 1000;
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}
