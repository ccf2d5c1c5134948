import { prefixEnd, sharedLength } from "@etcdscope/keyspace";
import { type Cut, cutBehind } from "./windows.ts";

const slash = 0x2f;
/** Windows beside a key that are looked at in small steps: its neighbour, what else begins as both, and so on. */
const nearTries = 6;

/** Windows beside the last key that was found: first what shares most with it, wider and wider while nothing is there. */
export class Neighbours {
  #last: Uint8Array | undefined;
  /** Windows in a row without a key. */
  #fruitless = 0;
  /** The byte of a key that the last window was cut at, and how many groups of bytes it went over. */
  #position = -1;
  #steps = 1;

  /** A key is known. */
  get isKnown(): boolean {
    return this.#last !== undefined;
  }

  learn(keys: readonly { readonly key: Uint8Array }[]): void {
    const last = keys.at(-1)?.key;
    if (last === undefined) {
      this.#fruitless++;
      return;
    }
    this.#last = last;
    this.#fruitless = 0;
    // Where there are keys there may be many: small steps again.
    this.#position = -1;
  }

  /** The window from `from` that is next; `undefined` while no key is known, and where there is no bound. */
  cut(from: Uint8Array, outerDepth: number, limit: Uint8Array): Cut | undefined {
    if (this.#last === undefined) return undefined;
    const shared = sharedLength(from, this.#last);
    const level = Math.max(outerDepth, from.subarray(0, shared).lastIndexOf(slash) + 1);
    const isNear = this.#fruitless < nearTries;
    const depth = Math.max(level, shared - (isNear ? 0 : 2 ** (this.#fruitless - nearTries)));
    this.#steps = depth === this.#position ? this.#steps + 1 : 1;
    this.#position = depth;
    const isGroup = depth === level || (isNear && this.#fruitless % 2 === 0);
    const group = isGroup ? cutBehind(from, depth, this.#steps, limit) : undefined;
    const end = prefixEnd(from.subarray(0, depth));
    return group ?? (end && { end, depth });
  }
}
