import { describe, expect, it } from "vitest";
import { type Locks, takeSeat } from "./stream-seat.ts";

/** Locks as the browser keeps them, for one page. */
function locksInMemory(): Locks {
  const held = new Map<string, Promise<unknown>>();
  const request = async (
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    run: (lock: object | null) => unknown,
  ): Promise<unknown> => {
    if (options.ifAvailable === true && held.has(name)) return run(null);
    while (held.has(name)) await held.get(name);
    options.signal?.throwIfAborted();
    const work = Promise.resolve(run({ name })).finally(() => held.delete(name));
    held.set(name, work);
    return work;
  };
  return { request } as Locks;
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe("streams of many tabs", () => {
  it("leave connections for the tabs' questions, and follow one another", async () => {
    const locks = locksInMemory();
    const sitting = new Set<number>();
    const tabs = Array.from({ length: 10 }, (_, tab) => {
      const leave = new AbortController();
      void takeSeat(locks, () => sitting.add(tab), leave.signal);
      return leave;
    });
    await settle();
    expect([...sitting]).toEqual([0, 1, 2, 3]);
    tabs[7]?.abort();
    for (const tab of [0, 1, 2, 3]) tabs[tab]?.abort();
    await settle();
    expect(sitting.has(7)).toBe(false);
    expect(sitting.size).toBeGreaterThan(4);
    expect(sitting.size).toBeLessThanOrEqual(8);
    for (const tab of tabs) tab.abort();
    await settle();
    let sits = false;
    await Promise.race([takeSeat(locks, () => (sits = true), new AbortController().signal), settle()]);
    expect(sits).toBe(true);
  });

  it("are not held up where the browser has no locks", async () => {
    let sits = false;
    await takeSeat(undefined, () => (sits = true), new AbortController().signal);
    expect(sits).toBe(true);
  });
});
