/** Where the border between two panes may stand, in percent of their room. */
export const shares = { least: 15, most: 85 } as const;
export const usualShare = 50;

export const clampShare = (share: number): number =>
  Math.min(shares.most, Math.max(shares.least, Math.round(share * 10) / 10));

/** Where a key moves the border; `undefined` when it is no such key. */
export function movedShare(key: string, share: number, stacked: boolean): number | undefined {
  const [less, more] = stacked ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
  if (key === less) return clampShare(share - 2);
  if (key === more) return clampShare(share + 2);
  if (key === "Home") return shares.least;
  return key === "End" ? shares.most : undefined;
}
