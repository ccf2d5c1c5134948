/** Opens once; whoever waits goes on then, or when their time is over. */
export class Latch {
  #isOpen = false;
  #waiting = new Set<() => void>();

  open(): void {
    this.#isOpen = true;
    for (const go of this.#waiting) go();
    this.#waiting.clear();
  }

  wait(milliseconds: number): Promise<void> {
    if (this.#isOpen) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(go, milliseconds);
      const waiting = this.#waiting;
      function go(): void {
        clearTimeout(timer);
        waiting.delete(go);
        resolve();
      }
      waiting.add(go);
    });
  }
}
