import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { type RunningServer, startServer } from "./server.ts";

export interface Fixtures {
  /** etcdscope on the bundled sample cluster, as a start without arguments serves it. */
  readonly sample: RunningServer;
}

export const test = base.extend<object, Fixtures>({
  sample: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const server = await startServer([]);
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
});

export { expect };

/** The address of a key's page, by text or by bytes. */
export function keyPage(source: string, key: string | Uint8Array, view?: string): string {
  const search = new URLSearchParams(
    typeof key === "string" ? { key } : { keyb: Buffer.from(key).toString("base64url") },
  );
  if (view !== undefined) search.set("view", view);
  return `/s/${source}/key?${search}`;
}

export const treeOf = (page: Page): Locator => page.getByRole("tree");

/** A row of the tree by the exact text of its segment. */
export function row(page: Page, segment: string): Locator {
  return treeOf(page)
    .getByRole("treeitem")
    .filter({ has: page.getByRole("link", { name: segment, exact: true }) });
}

/** Shows the links to other objects, if they are not shown. The panel itself is away while a key is on its way. */
export async function openLinks(page: Page): Promise<void> {
  const button = page.locator("[aria-keyshortcuts='Alt+L']");
  if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
}

export const codeOf = (page: Page): Locator => page.locator(".cm-content");
