/** Where `0x6b`, `107`, `+16`, `-4` or `50%` leads from `here`, within `size` bytes; `undefined` if nowhere. */
export function offsetOf(text: string, here: number, size: number): number | undefined {
  const target = targetOf(text.trim().toLowerCase(), here, size);
  return target !== undefined && target >= 0 && target < size ? target : undefined;
}

function targetOf(text: string, here: number, size: number): number | undefined {
  const share = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text);
  if (share !== null) return Math.min(size - 1, Math.floor((Number(share[1]) / 100) * size));
  const [, sign, digits] = /^([+-]?)(0x[0-9a-f]{1,8}|\d{1,10})$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const amount = Number(digits);
  if (sign === "+") return here + amount;
  return sign === "-" ? here - amount : amount;
}
