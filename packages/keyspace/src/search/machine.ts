import type { Assertion } from "./pattern.ts";
import type { Program } from "./program.ts";

/** What stands beside a place in the text: nothing, a character of a word, a slash, another, or the rest of one. */
export type Beside = "nothing" | "word" | "slash" | "other" | "rest";

/** Steps that are waited at, in order, each once. */
export type Steps = readonly number[];

export function besideOf(byte: number): Beside {
  if (byte === 0x2f) return "slash";
  if (byte >= 0x80 && byte <= 0xbf) return "rest";
  const isLetter = (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
  return isLetter || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f ? "word" : "other";
}

/** Walks a program over bytes, all ways at once: never longer than the text times the pattern. */
export class Machine {
  readonly #program: Program;
  /** By step the number of the walk that came there last: a walk comes to each of them once. */
  readonly #seen: Uint32Array;
  #walks = 0;
  #work = 0;
  readonly isAsserting: boolean;

  /** A match that could not begin at one place may begin at a later one. */
  readonly beginsAnew: boolean;

  constructor(program: Program) {
    this.#program = program;
    this.#seen = new Uint32Array(program.steps.length);
    const asserted = program.steps.flatMap((step) => (step.op === "assert" ? [step.assertion] : []));
    this.isAsserting = asserted.length > 0;
    this.beginsAnew = asserted.includes("segment-start");
  }

  get start(): number {
    return this.#program.start;
  }

  /** Steps that were looked at so far: what a byte costs is at most a few times the size of the program. */
  get work(): number {
    return this.#work;
  }

  /** Everything that is reached from some steps without taking a byte. Without `after`, what asks for it waits. */
  reach(from: Steps, before: Beside, after?: Beside): Steps {
    const walk = this.#begin();
    const found: number[] = [];
    const stack = [...from];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      this.#work++;
      if (this.#seen[at] === walk) continue;
      this.#seen[at] = walk;
      const ways = this.#waysFrom(at, before, after);
      if (ways === undefined) found.push(at);
      else for (const way of ways) stack.push(way);
    }
    this.#work += found.length;
    return found.sort((left, right) => left - right);
  }

  #begin(): number {
    if (this.#walks === 0xffffffff) {
      this.#walks = 0;
      this.#seen.fill(0);
    }
    return ++this.#walks;
  }

  /** Where a step leads by itself; `undefined` where it waits for a byte or for what stands behind. */
  #waysFrom(at: number, before: Beside, after: Beside | undefined): Steps | undefined {
    const step = this.#program.steps[at];
    if (step?.op === "either") return step.ways;
    if (step?.op !== "assert") return undefined;
    const holds = doesHold(step.assertion, before, after);
    if (holds === undefined) return undefined;
    return holds ? [step.next] : [];
  }

  /** Where the steps lead by taking this byte, in front of which `before` stands. */
  take(steps: Steps, byte: number): number[] {
    const next: number[] = [];
    this.#work += steps.length;
    for (const at of steps) {
      const step = this.#program.steps[at];
      if (step?.op === "byte" && byte >= step.low && byte <= step.high) next.push(step.next);
    }
    return next;
  }

  hasMatch(steps: Steps): boolean {
    return steps.some((at) => this.#program.steps[at]?.op === "match");
  }

  /** Bytes that no step tells apart have the same number; numbers are given from 0 on. */
  byteClasses(): { classes: Uint8Array; count: number } {
    const starts = new Set<number>([0]);
    for (const step of this.#program.steps) if (step.op === "byte") starts.add(step.low).add(step.high + 1);
    if (this.isAsserting) for (const at of wordEdges) starts.add(at);
    const classes = new Uint8Array(256);
    let count = -1;
    for (let byte = 0; byte < 256; byte++) {
      if (starts.has(byte)) count++;
      classes[byte] = count;
    }
    return { classes, count: count + 1 };
  }
}

const wordEdges = [0x2f, 0x30, 0x3a, 0x41, 0x5b, 0x5f, 0x60, 0x61, 0x7b, 0x80, 0xc0];

function doesHold(assertion: Assertion, before: Beside, after: Beside | undefined): boolean | undefined {
  if (assertion === "start") return before === "nothing";
  if (assertion === "segment-start") return isEnd(before);
  if (after === undefined) return undefined;
  if (assertion === "end") return after === "nothing";
  if (assertion === "segment-end") return isEnd(after);
  if (after === "rest") return false;
  return ((before === "word") !== (after === "word")) === (assertion === "edge");
}

const isEnd = (beside: Beside): boolean => beside === "nothing" || beside === "slash";
