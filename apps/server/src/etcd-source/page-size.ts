/** Fewer keys are no lighter: what is slow then is the machine, and more pages make it slower. */
const smallestLimit = 500;
const largestLimit = 10_000;
const slowAfter = 300;
const fastWithin = 150;

/** How many keys to ask for at once: it follows the time that pages take. */
export class PageSize {
  #keys: number;
  readonly #largest: number;

  constructor(keys: number, largest: number = largestLimit) {
    this.#keys = keys;
    this.#largest = largest;
  }

  get keys(): number {
    return this.#keys;
  }

  set keys(keys: number) {
    this.#keys = Math.min(this.#largest, Math.max(1, keys));
  }

  /** Half as many; `false` when it cannot be less. */
  halve(): boolean {
    const canHalve = this.#keys > 1;
    this.#keys = Math.max(1, Math.floor(this.#keys / 2));
    return canHalve;
  }

  /** A page came after so long; there was more of it. */
  pace(milliseconds: number, more: boolean): void {
    if (milliseconds > slowAfter) {
      this.#keys = Math.min(this.#largest, Math.max(smallestLimit, Math.floor(this.#keys / 2)));
    } else if (more && milliseconds < fastWithin) {
      this.#keys = Math.min(this.#largest, this.#keys * 2);
    }
  }
}
