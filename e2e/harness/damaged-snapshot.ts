import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { type RunningServer, startServer } from "./server.ts";

/** The snapshot of the sample cluster, compressed. */
export const sampleFile = fileURLToPath(new URL("../../fixtures/sample-cluster.db.gz", import.meta.url));

/** Bytes of a page of the sample. */
export const pageSize = 4096;
/** Leaves of the sample's history. */
const lostPages = [33, 672];

/** etcdscope on the sample's snapshot after two of its pages were overwritten, as the source `night`. */
export async function serveDamagedSnapshot(): Promise<RunningServer> {
  const bytes = gunzipSync(await readFile(sampleFile));
  for (const page of lostPages) bytes.fill(0, page * pageSize, (page + 1) * pageSize);
  const folder = await mkdtemp(join(tmpdir(), "etcdscope-damaged-"));
  const path = join(folder, "night.db");
  await writeFile(path, bytes);
  const server = await startServer(["--snapshot", path]);
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true });
  };
  return { url: server.url, stop };
}
