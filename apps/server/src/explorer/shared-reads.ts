import type { Gate } from "./gate.ts";

interface Flight<Result> {
  readonly result: Promise<Result>;
  readonly stop: AbortController;
  waiting: number;
}

/** Reads under way, by what they ask: who asks the same meanwhile waits for the same answer. */
export class SharedReads<Result> {
  readonly #gate: Gate;
  readonly #flights = new Map<string, Flight<Result>>();

  constructor(gate: Gate) {
    this.#gate = gate;
  }

  /** The read goes on until it is done or the last who waits for it has gone. */
  async read(
    question: string,
    ask: (signal: AbortSignal) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    signal.throwIfAborted();
    const flight = this.#flights.get(question) ?? this.#begin(question, ask);
    flight.waiting++;
    try {
      return await untilAborted(flight.result, signal);
    } finally {
      flight.waiting--;
      if (flight.waiting === 0) this.#end(question, flight, signal.reason);
    }
  }

  #begin(question: string, ask: (signal: AbortSignal) => Promise<Result>): Flight<Result> {
    const stop = new AbortController();
    const result = this.#gate.pass(() => ask(stop.signal), stop.signal);
    const flight = { result, stop, waiting: 0 };
    this.#flights.set(question, flight);
    return flight;
  }

  #end(question: string, flight: Flight<Result>, reason: unknown): void {
    if (this.#flights.get(question) === flight) this.#flights.delete(question);
    flight.stop.abort(reason);
  }
}

function untilAborted<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Bytes as text, one character each: what was asked, to tell questions apart. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
