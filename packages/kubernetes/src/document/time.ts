import { type FieldNode, readScalar } from "@etcdscope/codec";
import { lastField } from "./output.ts";

/** 0001-01-01T00:00:00Z in Unix seconds: Go's zero time, which is `null` in JSON. */
const zeroSeconds = -62_135_596_800n;

/** RFC 3339 in UTC, with six digits of a second where `micro`; null for the zero time and for an empty message. */
export function timeText(bytes: Uint8Array, nodes: readonly FieldNode[], micro: boolean): string | null {
  if (nodes.length === 0) return null;
  const micros = micro ? Math.trunc(nanosOf(bytes, nodes) / 1000) : 0;
  // Nanoseconds may be negative or beyond a second; both carry over.
  const carry = Math.floor(micros / 1_000_000);
  const seconds = secondsOf(bytes, nodes) + BigInt(carry);
  const rest = micros - carry * 1_000_000;
  if (seconds === zeroSeconds && rest === 0) return null;
  return `${dateText(seconds)}${micro ? `.${String(rest).padStart(6, "0")}` : ""}Z`;
}

function secondsOf(bytes: Uint8Array, nodes: readonly FieldNode[]): bigint {
  const seconds = lastField(nodes, 1);
  const value = seconds === undefined ? 0n : readScalar(bytes, seconds);
  return typeof value === "bigint" ? value : 0n;
}

function nanosOf(bytes: Uint8Array, nodes: readonly FieldNode[]): number {
  const nanos = lastField(nodes, 2);
  const value = nanos === undefined ? 0 : readScalar(bytes, nanos);
  return typeof value === "number" ? value : 0;
}

export function dateText(seconds: bigint): string {
  const second = Number(((seconds % 86_400n) + 86_400n) % 86_400n);
  const days = Number((seconds - BigInt(second)) / 86_400n);
  const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]
    .map(twoDigits)
    .join(":");
  return `${dayText(days)}T${clock}`;
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
  return String(value).padStart(2, "0");
}
