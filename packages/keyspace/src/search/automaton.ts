import { type Beside, besideOf, type Machine, type Steps } from "./machine.ts";

/** One state of the automaton: where the machine may stand. */
interface State {
  readonly steps: Steps;
  readonly before: Beside;
}

/** States that are kept, and steps in all of them; the next ones begin anew. */
const mostStates = 4000;
const mostKeptSteps = 500_000;

/** The first numbers of the table say something else than the next state. */
const unknown = 0;
const dead = 1;
const match = 2;
const firstState = 3;

/** A text under search: the next byte, and the number of the state before it. */
interface Run {
  readonly bytes: Uint8Array;
  readonly to: number;
  at: number;
  state: number;
}

/** Bytes that are looked at in one go. */
const bytesAtOnce = 256 * 1024;

/**
 * Says whether a text holds a match anywhere. States are made when they are first met, so that a byte mostly costs
 * one look into a table; a pattern that has very many of them only costs more, never exponentially so.
 */
export class Automaton {
  readonly #machine: Machine;
  readonly #classes: Uint8Array;
  readonly #stride: number;
  /** By state and class of byte the number of the next state, times the stride. */
  #table = new Int32Array(0);
  #states: State[] = [];
  #endsWell: boolean[] = [];
  #ids = new Map<string, number>();
  #keptSteps = 0;
  #first: number;
  #run: Run = { bytes: new Uint8Array(0), to: 0, at: 0, state: 0 };

  constructor(machine: Machine) {
    this.#machine = machine;
    const { classes, count } = machine.byteClasses();
    this.#classes = classes;
    this.#stride = count;
    this.#first = this.#begin();
  }

  /** Begins to search the bytes from one place to another. */
  begin(bytes: Uint8Array, from: number, to: number): void {
    this.#run = { bytes, to, at: from, state: this.#first };
  }

  /**
   * Goes on until it is known whether there is a match; `undefined` where the machine's work reached `mostWork` or a
   * quarter of a MiB was looked at before that. What comes on top is the work of one state.
   */
  goOn(mostWork: number): boolean | undefined {
    const run = this.#run;
    this.#scan(Math.min(run.to, run.at + bytesAtOnce), mostWork);
    const { state, at, to } = run;
    if (state < firstState * this.#stride) return state === match * this.#stride;
    return at < to ? undefined : (this.#endsWell[state / this.#stride] ?? false);
  }

  /** Takes bytes up to a place, until it is known whether there is a match, or until there was too much work. */
  #scan(last: number, mostWork: number): void {
    const run = this.#run;
    const { bytes } = run;
    const live = firstState * this.#stride;
    const classes = this.#classes;
    let table = this.#table;
    let { at, state } = run;
    for (; at < last && state >= live; at++) {
      const byte = bytes[at] ?? 0;
      let next = table[state + (classes[byte] ?? 0)] ?? unknown;
      if (next === unknown) {
        if (this.#machine.work >= mostWork) break;
        next = this.#make(state, byte);
        table = this.#table;
      }
      state = next;
    }
    run.at = at;
    run.state = state;
  }

  #begin(): number {
    this.#states = [];
    this.#endsWell = [];
    this.#ids = new Map();
    this.#keptSteps = 0;
    this.#table = new Int32Array(this.#stride * 64);
    return this.#idOf({ steps: this.#machine.reach([this.#machine.start], "nothing"), before: "nothing" });
  }

  #make(from: number, byte: number): number {
    const state = this.#states[from / this.#stride - firstState];
    if (state === undefined) return dead * this.#stride;
    const next = this.#next(state, byte);
    if (this.#states.length < mostStates && this.#keptSteps < mostKeptSteps) {
      const id = this.#idOf(next);
      this.#table[from + (this.#classes[byte] ?? 0)] = id;
      return id;
    }
    this.#first = this.#begin();
    return this.#idOf(next);
  }

  /** `undefined` where a match was met. */
  #next({ steps, before }: State, byte: number): State | undefined {
    const machine = this.#machine;
    const ready = machine.isAsserting ? machine.reach(steps, before, besideOf(byte)) : steps;
    if (machine.hasMatch(ready)) return undefined;
    // What no assertion asks for need not tell states apart.
    const beside = machine.isAsserting ? besideOf(byte) : "other";
    const reached = machine.reach([...machine.take(ready, byte), machine.start], beside);
    return machine.hasMatch(reached) ? undefined : { steps: reached, before: beside };
  }

  #idOf(state: State | undefined): number {
    if (state === undefined || this.#machine.hasMatch(state.steps)) return match * this.#stride;
    if (state.steps.length === 0 && !this.#machine.beginsAnew) return dead * this.#stride;
    const name = `${state.before} ${state.steps.join()}`;
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const number = firstState + this.#states.push(state) - 1;
    const id = number * this.#stride;
    this.#keptSteps += state.steps.length;
    this.#ids.set(name, id);
    this.#endsWell[number] = this.#machine.hasMatch(
      this.#machine.reach(state.steps, state.before, "nothing"),
    );
    this.#reserve(id + this.#stride);
    return id;
  }

  #reserve(numbers: number): void {
    if (numbers <= this.#table.length) return;
    const grown = new Int32Array(numbers * 2);
    grown.set(this.#table);
    this.#table = grown;
  }
}
