import type { MaskedAnswer } from "@etcdscope/contract";

/** The hidden parts of a value, found by offset. */
export class Hidden {
  /** By where they start; they do not overlap. */
  readonly #masked: readonly MaskedAnswer[];

  constructor(masked: readonly MaskedAnswer[]) {
    this.#masked = masked.toSorted((a, b) => a.span[0] - b.span[0]);
  }

  /** Whether all of `[start, end)` is hidden; an empty range never is. */
  covers(start: number, end: number): boolean {
    return this.#over(start, end) !== undefined;
  }

  /** What a person sees in place of `[start, end)`; `undefined` when it is not hidden. */
  standIn(start: number, end: number): string | undefined {
    const masked = this.#over(start, end);
    return masked === undefined ? undefined : standInOf(masked);
  }

  #over(start: number, end: number): MaskedAnswer | undefined {
    if (end <= start) return undefined;
    const last = this.#lastFrom(start);
    return last !== undefined && end <= last.span[1] ? last : undefined;
  }

  /** The last hidden part that starts at or before an offset. */
  #lastFrom(offset: number): MaskedAnswer | undefined {
    let low = 0;
    let high = this.#masked.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#masked[middle]?.span[0] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.#masked[low - 1];
  }
}

function standInOf({ size, fingerprint }: MaskedAnswer): string {
  return `•••• ${size} ${size === 1 ? "byte" : "bytes"} · fingerprint ${fingerprint}`;
}
