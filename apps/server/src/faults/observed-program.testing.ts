import { startServer } from "../command-line/serve.ts";
import { digestOf } from "./digest.testing.ts";

/**
 * The server as the command line makes it, in a process of its own that tells over its channel what cannot be seen from outside:
 * what its index holds, and how much memory is in use after a collection.
 */
const { app, explorer, workers } = await startServer(["--port", "0", ...process.argv.slice(2)], process);

const answers: Readonly<Record<string, (source: string) => unknown>> = {
  digest: (id) => {
    const { index } = explorer.source(id);
    return index === undefined ? undefined : digestOf(index.revision, index.entries());
  },
  memory: () => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
    return { used: heapUsed + arrayBuffers, rss };
  },
};

process.on("message", ({ id, ask, source }: { id: number; ask: string; source: string }) => {
  process.send?.({ id, answer: answers[ask]?.(source) });
});
process.once("disconnect", async () => {
  await app.close();
  await workers.close();
  await explorer.close();
});
process.send?.({ address: app.listeningOrigin });
