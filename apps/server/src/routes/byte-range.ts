/** Which bytes an answer carries: all of them, `[start, end)`, or none because the range misses them. */
export type ByteRange = "all" | "unsatisfiable" | { readonly start: number; readonly end: number };

/**
 * Reads a Range header over `size` bytes (RFC 9110 §14). One range is served; several, and what is no byte range,
 * are answered with all bytes, as the standard allows.
 */
export function byteRangeOf(header: string | undefined, size: number): ByteRange {
  const match = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/.exec(header?.replaceAll(" ", "") ?? "");
  if (match === null) return "all";
  const [, first, last, suffix] = match;
  const start = first === undefined ? Math.max(0, size - Number(suffix)) : Number(first);
  const end = first === undefined || last === "" ? size : Number(last) + 1;
  if (first !== undefined && end <= start && last !== "") return "all";
  return start >= size || suffix === "0" ? "unsatisfiable" : { start, end: Math.min(end, size) };
}
