import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveState } from "./live-state.ts";
import { type EventStream, LiveStream } from "./live-stream.ts";

/** A connection that the test drives. */
class Wire extends EventTarget {
  isClosed = false;
  close(): void {
    this.isClosed = true;
  }
  tell(name: string, data: object, lastEventId = ""): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
  }
}

let wires: { wire: Wire; since: string | undefined }[];
let told: string[];
let stands: string[];
let letResync: () => void;
let stream: LiveStream;

beforeEach(() => {
  vi.useFakeTimers();
  wires = [];
  told = [];
  stands = [];
  const open = (since: string | undefined): EventStream => {
    const wire = new Wire();
    wires.push({ wire, since });
    return wire as unknown as EventStream;
  };
  stream = new LiveStream(open, {
    state: (_answer, isStart) => told.push(isStart ? "start" : "state"),
    changes: ({ revision }) => told.push(revision),
    resync: () =>
      new Promise<void>((resolve) => {
        letResync = resolve;
      }),
    stands: ({ phase, seconds }: LiveState) =>
      stands.push(seconds === undefined ? phase : `${phase} ${seconds}`),
  });
  stream.start();
});
afterEach(() => {
  stream.stop();
  vi.useRealTimers();
});

const wire = (at: number): Wire => wires[at]!.wire;

describe("the live stream of a tab", () => {
  it("connects again by itself where it left off, and counts down to it", () => {
    wire(0).tell("state", {}, "7");
    wire(0).tell("changes", { revision: "9" }, "9");
    wire(0).dispatchEvent(new Event("error"));
    expect(wire(0).isClosed).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(wires.map(({ since }) => since)).toEqual([undefined, "9"]);
    wire(1).dispatchEvent(new Event("error"));
    vi.advanceTimersByTime(2000);
    wire(2).tell("state", {}, "9");
    expect(told).toEqual(["start", "9", "state"]);
    expect(stands).toEqual(["live", "reconnecting 1", "reconnecting 2", "reconnecting 1", "live"]);
  });

  it("does not believe a connection that has fallen silent", () => {
    wire(0).tell("state", {}, "7");
    for (let beat = 0; beat < 4; beat++) {
      vi.advanceTimersByTime(15_000);
      wire(0).tell("heartbeat", {}, "7");
    }
    expect(wires).toHaveLength(1);
    vi.advanceTimersByTime(42_000);
    expect(wires.map(({ since }) => since)).toEqual([undefined, "7"]);
  });

  it("is resyncing until everything is read anew", async () => {
    wire(0).tell("state", {}, "7");
    wire(0).tell("resync", {}, "20");
    expect(stands).toEqual(["live", "resyncing"]);
    letResync();
    await vi.advanceTimersByTimeAsync(0);
    expect(stands).toEqual(["live", "resyncing", "live"]);
  });

  it("says nothing once it is stopped, and goes on later", () => {
    wire(0).tell("state", {}, "7");
    stream.stop();
    wire(0).tell("changes", { revision: "8" }, "8");
    vi.advanceTimersByTime(100_000);
    expect(wires).toHaveLength(1);
    stream.start();
    expect(wires[1]?.since).toBe("7");
    expect(told).toEqual(["start"]);
  });
});
