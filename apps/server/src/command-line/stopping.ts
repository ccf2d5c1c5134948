import type { FastifyInstance } from "fastify";
import type { ValueWorkers } from "../workers/value-tasks.ts";

/** Milliseconds that requests under way have to finish, and what comes after them before the process ends anyway. */
const grace = 3000;
const last = 2000;

/**
 * Waits for SIGINT or SIGTERM, then lets what is under way finish; what does not is ended with its connections. A
 * second signal ends the process at once.
 */
export async function untilStopped(app: FastifyInstance, workers: ValueWorkers): Promise<void> {
  await firstSignal();
  setTimeout(() => process.exit(1), grace + last).unref();
  const late = setTimeout(() => {
    void workers.close();
    app.server.closeAllConnections();
  }, grace);
  await app.close();
  clearTimeout(late);
}

function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
      resolve();
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
  });
}
