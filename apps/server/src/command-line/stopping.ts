import type { FastifyInstance } from "fastify";

/** Milliseconds that requests under way have to finish. */
const grace = 5000;

/** Waits for SIGINT or SIGTERM, then lets what is under way finish. A second signal ends the process at once. */
export async function untilStopped(app: FastifyInstance): Promise<void> {
  await firstSignal();
  setTimeout(() => process.exit(1), grace).unref();
  await app.close();
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
