import { urls } from "@etcdscope/contract";
import { type KeyEvent, type KeySource, memorySource, SourceFault } from "@etcdscope/keyspace";
import { afterEach, describe, expect, it } from "vitest";
import { breakable } from "../explorer/breakable.testing.ts";
import { manualClock } from "../live/clock.testing.ts";
import { bytesOf, sourceOf } from "./app.testing.ts";
import { type EventStream, type ListeningServer, listen, type SentEvent } from "./events.testing.ts";

let server: ListeningServer;
afterEach(() => server.close());

const named = (name: string) => (event: SentEvent) => event.event === name;
const upTo = (revision: bigint) => (event: SentEvent) => event.data.revision === String(revision);
const told = (events: readonly SentEvent[]): string[] =>
  events
    .filter(named("changes"))
    .flatMap(({ data }) =>
      data.changes.map((one: Record<string, string>) => `${one["change"]} ${one["key"]}`),
    );

/** A stream that has begun. */
async function begun(path = urls.events("s"), headers: Record<string, string> = {}): Promise<EventStream> {
  const stream = await server.stream(path, headers);
  await stream.next(named("state"));
  return stream;
}

function latch(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** New keys of that beginning. */
const puts = (count: number, beginning: string): KeyEvent[] =>
  Array.from({ length: count }, (_, at) => {
    const key = bytesOf(beginning + at);
    return { type: "put", meta: { key, createRevision: 1n, modRevision: 1n, version: 1n, lease: 0n } };
  });

describe("the live stream", () => {
  it("begins with the state, and tells each change once, in order", async () => {
    const source = sourceOf({ "/a/1": "x" });
    server = await listen(source);
    const stream = await server.stream(urls.events("s"));
    expect(stream.response.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    expect(await stream.next(named("state"))).toMatchObject({
      id: "2",
      data: { state: "ready", keyCount: 1 },
    });
    source.put(bytesOf("/a/2"), bytesOf("secret"));
    await stream.next(upTo(3n));
    source.put(bytesOf("/a/1"), bytesOf("y"));
    source.put(Uint8Array.of(0x2f, 0xff), bytesOf("z"));
    await stream.next(upTo(5n));
    source.delete(bytesOf("/a/1"), bytesOf("/a/2"));
    const last = await stream.next(upTo(6n));
    expect(last).toMatchObject({ id: "6", data: { keyCount: 1 } });
    expect(told(stream.events)).toEqual([
      "inserted /a/2",
      "changed /a/1",
      "inserted /\\xff",
      "removed /a/1",
      "removed /a/2",
    ]);
    const sent = JSON.stringify(stream.events);
    expect(sent).toContain('"keyb":"L_8"');
    expect(sent).not.toContain("secret");
  });

  it("gathers changes, four times a second at most, each key once", async () => {
    const clock = manualClock();
    const source = sourceOf({ "/a": "x" });
    server = await listen(source, { clock });
    const stream = await begun();
    for (let second = 0; second < 2; second++) {
      for (let step = 0; step < 100; step++) {
        source.put(bytesOf("/a"), bytesOf(String(step)));
        source.put(bytesOf(`/b/${step}`), bytesOf(""));
        await new Promise(setImmediate);
        clock.pass(10);
      }
    }
    source.put(bytesOf("/end"), bytesOf(""));
    await expect.poll(() => server.source.status().keyCount).toBe(102);
    clock.pass(250);
    await stream.next(upTo(403n));
    const batches = stream.events.filter(named("changes"));
    expect(batches.length).toBeLessThanOrEqual(10);
    const keys = batches.map(({ data }) => data.changes.map(({ key }: { key: string }) => key));
    for (const batch of keys) expect(new Set(batch).size).toBe(batch.length);
    expect(told(stream.events).filter((one) => one === "inserted /b/7")).toHaveLength(1);
  });

  it("goes on behind the last event seen, without loss and without telling twice", async () => {
    const source = sourceOf({ "/a/0": "x" });
    server = await listen(source);
    const first = await begun();
    source.put(bytesOf("/a/1"), bytesOf(""));
    const { id = "" } = await first.next(upTo(3n));
    first.leave();
    for (const name of ["/a/2", "/a/3"]) source.put(bytesOf(name), bytesOf(""));
    const again = await begun(urls.events("s"), { "last-event-id": id });
    await again.next(upTo(5n));
    source.put(bytesOf("/a/4"), bytesOf(""));
    await again.next(upTo(6n));
    expect(told(again.events)).toEqual(["inserted /a/2", "inserted /a/3", "inserted /a/4"]);
    const asked = await begun(urls.events("s", { since: "4" }));
    await asked.next(upTo(6n));
    expect(told(asked.events)).toEqual(["inserted /a/3", "inserted /a/4"]);
  });

  it("is refused to one reader too many, until one leaves", async () => {
    server = await listen(sourceOf({ "/a/0": "x" }), { mostStreams: 2 });
    const [first] = await Promise.all([begun(), begun()]);
    const refused = await fetch(new URL(urls.events("s"), server.address));
    expect([refused.status, await refused.json()]).toEqual([
      503,
      {
        error: {
          code: "too_busy",
          message: "There are 2 live streams already: ask again when one has ended.",
        },
      },
    ]);
    first.leave();
    const statusOf = async (): Promise<number | undefined> => {
      const stream = await server.stream(urls.events("s"));
      stream.leave();
      return stream.response.statusCode;
    };
    await expect.poll(statusOf).toBe(200);
  });

  it("asks for a new reading where it cannot tell what was missed", async () => {
    const source = sourceOf({ "/a/0": "x" });
    server = await listen(source, { journal: { kept: 500, run: 500 } });
    for (let step = 0; step < 20; step++) source.put(bytesOf(`/a/${step}`), bytesOf(""));
    await expect.poll(() => server.source.status().revision).toBe(22n);
    for (const id of ["1", "3", "99", "22.1", "nonsense"]) {
      const stream = await begun(urls.events("s"), { "last-event-id": id });
      expect(await stream.next(() => true), id).toEqual({
        event: "resync",
        id: "22",
        data: { revision: "22" },
      });
    }
    source.put(bytesOf("/b"), bytesOf(""));
    const stream = await begun(urls.events("s", { since: "22" }));
    await stream.next(upTo(23n));
    expect(told(stream.events)).toEqual(["inserted /b"]);
  });

  it("keeps changes of other prefixes out, and still moves on", async () => {
    const clock = manualClock();
    const source = sourceOf({ "/a/0": "x" });
    server = await listen(source, { clock });
    const stream = await begun(urls.events("s", { prefix: { key: "/a/" } }));
    source.put(bytesOf("/b/1"), bytesOf(""));
    await expect.poll(() => server.source.status().revision).toBe(3n);
    clock.pass(15_000);
    expect(await stream.next(() => true)).toEqual({ event: "heartbeat", id: "3", data: { revision: "3" } });
    source.put(bytesOf("/a/1"), bytesOf(""));
    await stream.next(upTo(4n));
    expect(told(stream.events)).toEqual(["inserted /a/1"]);
  });

  it("shows that it is alive every fifteen seconds", async () => {
    const clock = manualClock();
    server = await listen(sourceOf({ a: "" }), { clock });
    const stream = await begun();
    for (let beat = 1; beat <= 3; beat++) {
      await expect.poll(clock.due).toBe(1);
      clock.pass(14_999);
      expect(stream.events).toHaveLength(beat);
      clock.pass(1);
      expect(await stream.next(() => true)).toMatchObject({ event: "heartbeat", id: "2" });
    }
  });

  it("says when the source goes away and when it is back", async () => {
    const source = breakable(sourceOf({ a: "" }));
    server = await listen(source, { pause: () => 5 });
    const stream = await begun();
    source.unplug();
    const away = await stream.next(named("state"));
    expect(away.data).toMatchObject({ state: "away", problem: { message: "The cable is out." } });
    source.plugIn();
    const back = await stream.next(named("state"));
    expect(back.data.state).toBe("ready");
    expect(back.data.problem).toBeUndefined();
  });

  it("asks for a new reading when the source was listed anew after a compaction", async () => {
    const memory = sourceOf({ "/a": "" });
    const source = breakable(memory);
    server = await listen(source, { pause: () => 5 });
    const stream = await begun();
    source.unplug();
    await stream.next(named("state"));
    for (const name of ["/b", "/c", "/d"]) memory.put(bytesOf(name), bytesOf(""));
    memory.compact(5n);
    source.plugIn();
    expect(await stream.next(named("resync"))).toMatchObject({ id: "5" });
    memory.put(bytesOf("/e"), bytesOf(""));
    await stream.next(upTo(6n));
    expect(told(stream.events)).toEqual(["inserted /e"]);
  });

  it("tells a source set back apart from the one it was", async () => {
    const source = sourceOf({ "/a": "1", "/b": "2", "/c": "3" });
    const restored = sourceOf({ "/a": "1" });
    server = await listen(source, { pause: () => 5 });
    const stream = await begun();
    source.describe = (signal) => restored.describe(signal);
    source.listKeys = (options) => restored.listKeys(options);
    source.follow = (from, signal) => restored.follow(from, signal);
    source.interrupt(new SourceFault("source_unavailable", "etcd restarts."));
    expect(await stream.next(named("resync"))).toMatchObject({ id: "2.1", data: { revision: "2" } });
    for (const name of ["/x", "/y", "/z"]) restored.put(bytesOf(name), bytesOf(""));
    await stream.next(upTo(5n));
    const old = await begun(urls.events("s", { since: "4" }));
    expect(await old.next(() => true)).toMatchObject({ event: "resync", id: "5.1" });
  });
});

describe("readers of the live stream", () => {
  it("who are too slow are told to read anew, and make nobody keep what they missed", async () => {
    const clock = manualClock();
    const source: KeySource = sourceOf({ a: "" });
    const filler = "k".repeat(2000);
    const [flow, end, last] = [latch(), latch(), latch()];
    source.follow = async function* (_from, signal) {
      await flow.opened;
      for (let batch = 0; batch < 200; batch++) {
        yield { revision: BigInt(batch + 3), events: puts(50, `/${batch}/${filler}/`) };
        clock.pass(250);
        await new Promise(setImmediate);
      }
      end.open();
      await last.opened;
      yield { revision: 203n, events: puts(1, "last") };
      clock.pass(250);
      await new Promise((_, reject) => signal.addEventListener("abort", reject));
    };
    server = await listen(source, { clock, journal: { kept: 1024 * 1024, run: 256 * 1024 } });
    const stream = await begun();
    stream.response.pause();
    flow.open();
    await end.opened;
    stream.response.resume();
    expect(await stream.next(named("resync"))).toMatchObject({ id: "202" });
    // What was under way when the reader stopped reading has come, the rest has not.
    expect(stream.events.length).toBeLessThan(150);
    last.open();
    const { data } = await stream.next(upTo(203n));
    expect(data.changes).toEqual([{ key: "last0", change: "inserted" }]);
  }, 20_000);

  it("come and go fifty at a time without a trace", async () => {
    const clock = manualClock();
    const source = memorySource();
    let follows = 0;
    const follow = source.follow.bind(source);
    source.follow = (from, signal) => {
      follows++;
      return follow(from, signal);
    };
    server = await listen(source, { clock });
    for (let round = 0; round < 3; round++) {
      const streams = await Promise.all(Array.from({ length: 50 }, () => begun()));
      expect(server.source.readers).toBe(50);
      await expect.poll(clock.due).toBe(50);
      for (const stream of streams) stream.leave();
      await expect.poll(() => server.source.readers).toBe(0);
      expect(clock.due()).toBe(0);
    }
    expect(follows).toBe(1);
  }, 20_000);

  it("are let go when the server stops", async () => {
    server = await listen(sourceOf({ a: "" }));
    const streams = await Promise.all([begun(), begun()]);
    await server.close();
    await expect.poll(() => streams.every((stream) => stream.isEnded())).toBe(true);
    expect(server.source.readers).toBe(0);
  });

  it("are refused like everybody else", async () => {
    server = await listen(sourceOf({ a: "" }));
    const statusOf = async (path: string, headers?: Record<string, string>): Promise<number | undefined> => {
      const stream = await server.stream(path, headers);
      stream.leave();
      return stream.response.statusCode;
    };
    expect(await statusOf(urls.events("s"), { host: "evil.example" })).toBe(403);
    expect(await statusOf(urls.events("unknown"))).toBe(404);
    expect(await statusOf(urls.events("s", { since: "x" }))).toBe(400);
    expect(await statusOf(`${urls.events("s")}?prefix=a&prefixb=YQ`)).toBe(400);
  });
});
