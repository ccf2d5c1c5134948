import { readNumeric } from "@etcdscope/codec";
import type { Output } from "./output.ts";

/** 0001-01-01T00:00:00Z in Unix seconds: Go's zero time, which is `null` in JSON. */
const zeroSeconds = -62_135_596_800n;

/**
 * The time in the rows from `base` on (1 seconds, 2 nanoseconds) as RFC 3339 in UTC, with six digits of a second
 * where `micro`; null for the zero time, which may have no rows at all.
 */
export function timeText(out: Output, base: number, micro: boolean): string | null {
  if (out.table.top === base) return null;
  const seconds = integerAt(out, base, 1, "int64");
  if (micro) return microTimeText(seconds, Number(integerAt(out, base, 2, "int32")));
  if (typeof seconds === "number") return `${secondText(seconds)}Z`;
  return seconds === zeroSeconds ? null : `${dateText(seconds)}Z`;
}

/** Nanoseconds may be negative or beyond a second; both carry over. */
function microTimeText(seconds: bigint | number, nanoseconds: number): string | null {
  const micros = Math.trunc(nanoseconds / 1000);
  if (typeof seconds === "number" && micros >= 0 && micros < 1_000_000) {
    return `${secondText(seconds)}.${String(micros).padStart(6, "0")}Z`;
  }
  const carry = Math.floor(micros / 1_000_000);
  const rest = micros - carry * 1_000_000;
  const whole = BigInt(seconds) + BigInt(carry);
  if (whole === zeroSeconds && rest === 0) return null;
  return `${dateText(whole)}.${String(rest).padStart(6, "0")}Z`;
}

/** A number where it is positive and short, as times since 1970 are. */
function integerAt(
  { bytes, table }: Output,
  base: number,
  number: number,
  type: "int32" | "int64",
): number | bigint {
  const row = table.last(base, number);
  if (row < 0) return 0;
  const short = shortVarint(bytes, table.start(row), table.end(row));
  return short < 0 ? BigInt(readNumeric(bytes, table.start(row), table.end(row), 0, type)) : short;
}

/** A varint of at most six bytes, or -1. */
function shortVarint(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 6) return -1;
  let value = 0;
  for (let at = end - 1; at >= start; at--) value = value * 128 + ((bytes[at] ?? 0) & 0x7f);
  return value;
}

export function dateText(seconds: bigint): string {
  const second = ((seconds % 86_400n) + 86_400n) % 86_400n;
  return dayAndClock(Number((seconds - second) / 86_400n), Number(second));
}

function secondText(seconds: number): string {
  return dayAndClock(Math.floor(seconds / 86_400), seconds % 86_400);
}

function dayAndClock(day: number, second: number): string {
  const hours = twoDigits(Math.floor(second / 3600));
  const minutes = twoDigits(Math.floor(second / 60) % 60);
  return `${dayText(day)}T${hours}:${minutes}:${twoDigits(second % 60)}`;
}

/** The Gregorian date of a count of days since 1970-01-01, without the limits of JavaScript's dates. */
function dayText(days: number): string {
  const sinceMarch = days + 719_468;
  const era = Math.floor(sinceMarch / 146_097);
  const dayOfEra = sinceMarch - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${yearText(year)}-${twoDigits(month)}-${twoDigits(dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1)}`;
}

function yearText(year: number): string {
  return `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
