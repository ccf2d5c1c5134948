import type { LiveEvents } from "@etcdscope/contract";
import type { LiveState } from "./live-state.ts";

/** The part of `EventSource` that is used. */
export type EventStream = Pick<EventSource, "addEventListener" | "close">;

export interface LiveListener {
  /** `isStart`: nothing before it was told of. */
  state(answer: LiveEvents["state"], isStart: boolean): void;
  changes(event: LiveEvents["changes"]): void;
  /** Resolves when everything is read anew. */
  resync(): Promise<unknown>;
  stands(state: LiveState): void;
}

/** A server that is silent for longer than two heartbeats is gone, whatever the connection says. */
const silenceMs = 40_000;
const mostSeconds = 30;

/** One stream that connects again by itself, where it left off. */
export class LiveStream {
  readonly #open: (since: string | undefined) => EventStream;
  readonly #listener: LiveListener;
  #stream: EventStream | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since: string | undefined;
  #failures = 0;

  /** `open` connects behind the event of that id. */
  constructor(open: (since: string | undefined) => EventStream, listener: LiveListener) {
    this.#open = open;
    this.#listener = listener;
  }

  start(): void {
    this.stop();
    const isStart = this.#since === undefined;
    const stream = this.#open(this.#since);
    this.#stream = stream;
    stream.addEventListener("error", () => this.#lost(stream));
    this.#on(stream, "state", (answer) => {
      this.#failures = 0;
      this.#listener.stands({ phase: "live" });
      this.#listener.state(answer, isStart);
    });
    this.#on(stream, "changes", (event) => this.#listener.changes(event));
    this.#on(stream, "resync", () => void this.#resync(stream));
    this.#on(stream, "heartbeat", () => undefined);
    this.#expectLife(stream);
  }

  /** Ends the stream; `start` goes on where it was. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stream?.close();
    this.#stream = undefined;
  }

  #on<Name extends keyof LiveEvents>(
    stream: EventStream,
    name: Name,
    take: (data: LiveEvents[Name]) => void,
  ): void {
    stream.addEventListener(name, (event: MessageEvent<string>) => {
      if (stream !== this.#stream) return;
      this.#expectLife(stream);
      take(JSON.parse(event.data));
      if (event.lastEventId !== "") this.#since = event.lastEventId;
    });
  }

  async #resync(stream: EventStream): Promise<void> {
    this.#listener.stands({ phase: "resyncing" });
    await this.#listener.resync().catch(() => undefined);
    if (stream === this.#stream) this.#listener.stands({ phase: "live" });
  }

  #expectLife(stream: EventStream): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lost(stream), silenceMs);
  }

  #lost(stream: EventStream): void {
    if (stream !== this.#stream) return;
    this.stop();
    this.#countDown(Math.min(mostSeconds, 2 ** this.#failures++));
  }

  #countDown(seconds: number): void {
    if (seconds === 0) {
      this.start();
      return;
    }
    this.#listener.stands({ phase: "reconnecting", seconds });
    this.#timer = setTimeout(() => this.#countDown(seconds - 1), 1000);
  }
}
