import { type EtcdProcess, findEtcd, startEtcd } from "@etcdscope/etcd-process";
import type { Page } from "@playwright/test";
import { type RunningServer, startServer } from "./server.ts";
import { expect, test } from "./test.ts";

const binary = findEtcd();

interface LiveFixtures {
  /** A real etcd of the test's own, empty. */
  readonly etcd: EtcdProcess;
  /** etcdscope connected to it. */
  readonly server: RunningServer;
}

/** Tests that need a real etcd: each starts its own, and says so when there is none on PATH. */
export const live = test.extend<LiveFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  etcd: async ({}, use, info) => {
    info.skip(binary === undefined, "etcd is not on PATH");
    if (binary === undefined) return;
    const etcd = await startEtcd({ binary });
    await use(etcd);
    await etcd.stop();
  },
  server: async ({ etcd }, use) => {
    const server = await startServer(["--endpoints", etcd.endpoint]);
    await use(server);
    await server.stop();
  },
});

export { expect };

/** Runs with a server over these etcds, started with these further arguments, and ends both. */
export async function serving(
  etcds: readonly EtcdProcess[],
  run: (server: RunningServer) => Promise<void>,
  args: readonly string[] = [],
): Promise<void> {
  const endpoints = etcds.map(({ endpoint }) => endpoint).join(",");
  const server = await startServer(["--endpoints", endpoints, ...args]);
  try {
    await run(server);
  } finally {
    await server.stop();
    await Promise.all(etcds.map((etcd) => etcd.stop()));
  }
}

/** Until the index is ready and the page is told of changes: what is put from then on reaches it as it happens. */
export async function untilLive(page: Page): Promise<void> {
  await expect(page.locator('.pill[data-standing="ready"][data-stream="live"]')).toBeVisible();
}

/** Through etcd's own JSON gateway: a process argument can hold no zero byte. */
export async function putBytes(etcd: EtcdProcess, key: Uint8Array, value: Uint8Array): Promise<void> {
  const body = JSON.stringify({
    key: Buffer.from(key).toString("base64"),
    value: Buffer.from(value).toString("base64"),
  });
  const { ok, status } = await fetch(`${etcd.endpoint}/v3/kv/put`, { method: "POST", body });
  if (!ok) throw new Error(`put: HTTP ${status}`);
}
