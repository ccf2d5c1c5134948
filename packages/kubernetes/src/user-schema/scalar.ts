import {
  type DocumentWriter,
  type FieldNode,
  readScalar,
  type Scalar,
  type ScalarType,
} from "@etcdscope/codec";
import type { UserOutput } from "./document.ts";
import type { EnumNames, UserValue } from "./plan.ts";

/** Writes a scalar as ProtoJSON does: 64-bit integers as text, enums by name, bytes in base64; absent is zero. */
export function writeScalar(out: UserOutput, node: FieldNode | undefined, value: UserValue): void {
  const { bytes, writer } = out;
  const hidden = node === undefined ? undefined : out.redact?.(node);
  const { valueStart, valueEnd } = node ?? { valueStart: 0, valueEnd: 0 };
  if (hidden !== undefined) writer.text(hidden);
  else if (value.scalar === "string") writer.utf8(bytes, valueStart, valueEnd);
  else if (value.scalar === "bytes") writer.base64(bytes, valueStart, valueEnd);
  else writeNumber(writer, node === undefined ? null : readScalar(bytes, node), value);
}

function writeNumber(writer: DocumentWriter, value: Scalar | null, { scalar, names }: UserValue): void {
  if (names !== null) writeEnum(writer, Number(value ?? 0), names);
  else if (scalar === "bool") writer.literal(String(value ?? false));
  else if (scalar?.endsWith("64") === true || !Number.isFinite(Number(value ?? 0)))
    writer.text(String(value ?? 0));
  else writer.literal(numberText(value ?? 0, scalar));
}

/** A number that has no name stays a number. */
function writeEnum(writer: DocumentWriter, number: number, { isNull, byNumber }: EnumNames): void {
  const name = byNumber.get(number);
  if (isNull) writer.literal("null");
  else if (name === undefined) writer.literal(String(number));
  else writer.text(name);
}

function numberText(value: Scalar, scalar: ScalarType | null): string {
  if (Object.is(value, -0)) return "-0";
  return scalar === "float" && typeof value === "number" ? floatText(value) : String(value);
}

/** The shortest text that gives the same 32-bit number again: 0.1, not 0.10000000149011612. */
function floatText(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return String(shorter);
  }
  return String(Number(value.toPrecision(9)));
}
