import type { Page } from "@playwright/test";
import { expect, putBytes, live as test, untilLive } from "./harness/live.ts";
import { keyPage } from "./harness/test.ts";

const utf8 = new TextEncoder();
const key = utf8.encode("/app/busy");

/** A value stored as JSON, longer with every step. */
const json = (step: number): Uint8Array => utf8.encode(JSON.stringify({ step, fill: "ab".repeat(step) }));

/** A protobuf message without a schema: 1: the step, 2: a text, longer with every step. */
const protobuf = (step: number): Uint8Array =>
  Uint8Array.from([0x08, step, 0x12, 2 * step + 2, ...utf8.encode("ab".repeat(step + 1))]);

/** Looks at both panes in every frame until told to stop; gives how often one was blank, and how many contents it saw. */
async function watchFrames(page: Page): Promise<{
  seen: () => Promise<number>;
  stop: () => Promise<{ blank: number; seen: number }>;
}> {
  const watched = await page.evaluateHandle(() => {
    const state = { blank: 0, contents: new Set<string>(), isOn: true };
    const look = (): void => {
      const panels = [...document.querySelectorAll<HTMLElement>(".view-panel")];
      const parts = panels.map((panel) => {
        const shown = panel.querySelector<HTMLElement>(
          ".cm-content, [role=grid], [role=treegrid], .raw-rows",
        );
        return panel.querySelector(".skeleton") === null ? (shown?.textContent ?? "") : "";
      });
      if (parts.length !== 2 || parts.some((text) => text.trim() === "")) state.blank++;
      state.contents.add(parts.join("\n"));
      if (state.isOn) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    return state;
  });
  return {
    seen: () => watched.evaluate(({ contents }) => contents.size),
    stop: () =>
      watched.evaluate((state) => {
        state.isOn = false;
        return { blank: state.blank, seen: state.contents.size };
      }),
  };
}

const pairs = [
  { views: ["json", "raw"], value: json },
  { views: ["yaml", "hex"], value: json },
  { views: ["fields", "raw"], value: json },
  { views: ["wire", "hex"], value: protobuf },
] as const;

for (const { views, value } of pairs) {
  test(`${views.join(" and ")} are never blank while their key changes five times a second`, async ({
    page,
    etcd,
    server,
  }) => {
    await putBytes(etcd, key, value(1));
    await page.goto(`${server.url}${keyPage("etcd", "/app/busy", views[0])}&split=${views[1]}`);
    await expect(page.locator(".view-panel .skeleton")).toHaveCount(0);
    await untilLive(page);
    await expect(page.locator(".cm-content, [role=treegrid]").first()).toContainText("1");
    await expect(page.locator(".raw-rows, [role=grid]").first()).toContainText("1");
    const frames = await watchFrames(page);
    // A slow page shows fewer of the changes: it is given more of them.
    let puts = 1;
    while (puts < 22 || (puts < 60 && (await frames.seen()) <= 5)) {
      await putBytes(etcd, key, value(++puts));
      await page.waitForTimeout(200);
    }
    await expect(page.locator(".key-facts")).toContainText(String(puts));
    const { blank, seen } = await frames.stop();
    expect(blank).toBe(0);
    expect(seen).toBeGreaterThan(5);
  });
}
