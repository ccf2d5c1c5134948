/** Counts elements of repeated fields; neighbours of one number, the usual case, need no map. */
export class ElementCounts {
  private number = 0;
  private count = 0;
  private others: Map<number, number> | null = null;

  /** The index of the next element of a field; `size` elements are taken. */
  take(number: number, size = 1): number {
    if (this.number !== number) this.swap(number);
    const first = this.count;
    this.count += size;
    return first;
  }

  private swap(number: number): void {
    if (this.number !== 0) {
      this.others ??= new Map();
      this.others.set(this.number, this.count);
    }
    this.number = number;
    this.count = this.others?.get(number) ?? 0;
  }
}
