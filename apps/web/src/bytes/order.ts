/** Less than 0, 0 or more than 0, as `left` stands before, at or behind `right` among bytes. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const most = Math.min(left.length, right.length);
  for (let at = 0; at < most; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
