/** What a person waits for, in a real browser: against the bundled sample, and a level of 100,000 keys. */
import { type Browser, chromium, type Page } from "@playwright/test";
import { chromium as systemChromium } from "../../e2e/harness/chromium.ts";
import { startServer } from "../../e2e/harness/server.ts";
import type { Figure } from "./figure.ts";
import { byteJumps, hovering } from "./key-page.ts";
import { largeSource } from "./large-source.ts";
import { installStopwatch } from "./stopwatch.ts";
import { arrows, expanding, filtering, loadAll, mounting } from "./tree.ts";

const firstPaints = 7;

/** The figures, or why there are none. */
export async function measure(): Promise<readonly Figure[] | string> {
  let launch: ReturnType<typeof systemChromium>;
  try {
    launch = systemChromium();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const file = await largeSource();
  if (file === undefined) return "etcd, which makes the large level, is not on PATH.";
  const server = await startServer(["--snapshot", file]);
  const sample = await startServer([]);
  const browser = await chromium.launch(launch);
  try {
    return [...(await onSample(browser, sample.url)), ...(await onLarge(browser, server.url))];
  } finally {
    await browser.close();
    await Promise.all([server.stop(), sample.stop()]);
  }
}

async function onSample(browser: Browser, url: string): Promise<Figure[]> {
  const times: number[] = [];
  for (let at = 0; at < firstPaints; at++) {
    times.push(await withPage(browser, (page) => firstPaint(page, `${url}/s/sample`)));
  }
  return [
    { what: "first paint: navigation to rows of the tree", unit: "ms", values: times, budget: 1000 },
    ...(await withPage(browser, (page) => hovering(page, url))),
  ];
}

async function onLarge(browser: Browser, url: string): Promise<Figure[]> {
  const { sources } = await (await fetch(`${url}/api/v1/sources`)).json();
  const home = `${url}/s/${sources[0].id}`;
  const large = await withPage(browser, async (page) => {
    const first = await firstPaint(page, home);
    return [
      { what: "first paint, 110,000 keys", unit: "ms", values: [first], budget: 1000 } as const,
      await expanding(page),
      await loadAll(page),
      await mounting(page),
      ...(await arrows(page)),
      await filtering(page),
    ];
  });
  return [...large, await withPage(browser, (page) => byteJumps(page, home))];
}

async function firstPaint(page: Page, address: string): Promise<number> {
  await page.goto(address);
  return await page.evaluate(() => window.stopwatch.firstRow);
}

/** A page of its own with nothing in its cache. */
async function withPage<Answer>(browser: Browser, use: (page: Page) => Promise<Answer>): Promise<Answer> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  await installStopwatch(page);
  try {
    return await use(page);
  } finally {
    await context.close();
  }
}
