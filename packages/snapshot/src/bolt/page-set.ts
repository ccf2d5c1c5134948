/** The pages that a walk has been to: one bit each. */
export class PageSet {
  readonly #bits: Uint8Array;

  constructor(pageCount: number) {
    this.#bits = new Uint8Array(Math.ceil(pageCount / 8));
  }

  /** Whether the page was not in the set before. */
  add(page: number): boolean {
    const at = Math.floor(page / 8);
    const bit = 1 << (page % 8);
    const byte = this.#bits[at] ?? 0;
    this.#bits[at] = byte | bit;
    return (byte & bit) === 0;
  }
}
