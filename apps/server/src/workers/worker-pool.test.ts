import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { HostileTasks } from "./hostile-tasks.testing.ts";
import type { PoolLimits } from "./pool-limits.ts";
import { WorkerPool } from "./worker-pool.ts";

const entry = new URL("./hostile-entry.testing.ts", import.meta.url);
const patient = new AbortController().signal;
const small = { signal: patient, bytes: 1 };
const large = { signal: patient, bytes: 1000 };
const bytes = new Uint8Array([1, 2, 3]);

describe("worker threads", () => {
  let pool: WorkerPool<HostileTasks>;
  afterEach(() => pool.close());

  const open = (limits: Partial<PoolLimits> = {}): void => {
    pool = new WorkerPool<HostileTasks>({ entry, settings: null }, { threads: 2, smallTask: 10, ...limits });
  };

  it("give back what a task gives, without taking away what it was given", async () => {
    open();
    const within = new Uint8Array([9, ...bytes, 9]).subarray(1, 4);
    expect(await pool.run("echo", within, small)).toEqual({ bytes });
    expect(within).toEqual(bytes);
  });

  it("pass on what a task refuses, and what it fails with", async () => {
    open();
    await expect(pool.run("refuse", "no such layer", small)).rejects.toMatchObject({
      name: "Refusal",
      code: "not_found",
      message: "no such layer",
      detail: { size: 1 },
    });
    await expect(pool.run("throw", "broken", small)).rejects.toThrow("broken");
    await expect(pool.run("recurse", null, small)).rejects.toMatchObject({ code: "too_large" });
    expect(await pool.run("echo", bytes, small)).toEqual({ bytes });
  });

  it("end a task that does not return, and go on with the next", async () => {
    open({ smallDeadline: 100 });
    await expect(pool.run("loop", null, small)).rejects.toMatchObject({ code: "took_too_long" });
    expect(await pool.run("echo", bytes, small)).toEqual({ bytes });
  });

  it("end a task that takes too much memory, and nothing besides", async () => {
    open({ memory: 200 * 1024 * 1024, deadline: 60_000 });
    await expect(pool.run("hoard", null, large)).rejects.toMatchObject({ code: "too_large" });
    expect(await pool.run("echo", bytes, large)).toEqual({ bytes });
  });

  it("do small tasks while a large one takes its time", async () => {
    open({ deadline: 600_000 });
    const leaves = new AbortController();
    const looping = pool.run("loop", null, { signal: leaves.signal, bytes: 1000 });
    expect(await pool.run("echo", bytes, small)).toEqual({ bytes });
    leaves.abort(new Error("gone"));
    await expect(looping).rejects.toThrow("gone");
  });

  it("end the task of an asker who has left", async () => {
    open({ deadline: 600_000, leaving: 1 });
    const leaves = new AbortController();
    const looping = pool.run("loop", null, { signal: leaves.signal, bytes: 1000 });
    const next = pool.run("echo", bytes, large);
    leaves.abort(new Error("gone"));
    await expect(looping).rejects.toThrow("gone");
    expect(await next).toEqual({ bytes });
  });

  it("refuse more tasks than may wait, and those that wait too long", async () => {
    open({ waiting: 1, patience: 50 });
    const closed = expect(pool.run("loop", null, large)).rejects.toMatchObject({ code: "too_busy" });
    const waiting = pool.run("echo", bytes, large);
    await expect(pool.run("echo", bytes, large)).rejects.toMatchObject({ code: "too_busy" });
    await expect(waiting).rejects.toMatchObject({ code: "too_busy" });
    await pool.close();
    await closed;
  });

  it("take no task whose asker left before, and none once they are closed", async () => {
    open();
    await expect(pool.run("echo", bytes, { signal: AbortSignal.abort(), bytes: 1 })).rejects.toThrow();
    await pool.close();
    await setImmediate();
    await expect(pool.run("echo", bytes, small)).rejects.toMatchObject({ code: "too_busy" });
  });
});
