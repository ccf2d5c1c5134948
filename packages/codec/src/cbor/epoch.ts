/** The first and the last second of the years that RFC 3339 can write. */
const firstSecond = -62_167_219_200;
const lastSecond = 253_402_300_799;

/** Seconds since 1970 in RFC 3339, in UTC, with the digits of a second that there are; null beyond its years. */
export function epochText(seconds: bigint | number): string | null {
  const whole = Number(typeof seconds === "bigint" ? seconds : Math.floor(seconds));
  if (!(whole >= firstSecond && whole <= lastSecond)) return null;
  const clock = new Date(whole * 1000).toISOString().slice(0, 19);
  const nanos = typeof seconds === "bigint" ? 0 : Math.floor((seconds - whole) * 1e9);
  const fraction = nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  return `${clock}${fraction}Z`;
}
