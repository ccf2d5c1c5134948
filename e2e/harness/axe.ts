/** axe over the matrix of routes, states, themes and languages. */
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, type Page, type TestInfo } from "@playwright/test";

/** One place of the app in one state. */
export interface Scene {
  readonly route: string;
  readonly state: string;
  readonly open: (page: Page) => Promise<unknown>;
  /** Opens what a change of theme or language would close, and closes it again. */
  readonly over?: readonly [open: (page: Page) => Promise<unknown>, close: (page: Page) => Promise<unknown>];
  /** Pixels; 1280 when absent. */
  readonly width?: number;
}

export interface Look {
  readonly theme: "light" | "dark";
  readonly language: "en" | "zh-CN";
}

/** What axe found in one scene. */
export interface SceneRow {
  readonly route: string;
  readonly state: string;
  readonly width: number;
  readonly found: readonly { readonly look: Look; readonly violations: readonly string[] }[];
}

/** Neighbours differ in one thing, so that one switch leads from each to the next. */
const everyLook: readonly Look[] = [
  { theme: "light", language: "en" },
  { theme: "dark", language: "en" },
  { theme: "dark", language: "zh-CN" },
  { theme: "light", language: "zh-CN" },
];

const isForReport = process.env["AXE_REPORT"] !== undefined;

/** How the browser is for a test that looks only: nothing moves, nothing is recorded, nothing is waited for in vain. */
export const calm = {
  contextOptions: { reducedMotion: "reduce" },
  locale: "en-US",
  colorScheme: "light",
  trace: "off",
  actionTimeout: 120_000,
  navigationTimeout: 120_000,
} as const;

/** Where the rows of a report are put together from. */
export const rowsFolder = new URL("../../node_modules/.cache/etcdscope/axe/", import.meta.url);

/**
 * Opens every scene and expects axe to have nothing to say: for the report in each theme and language, else in one of
 * the four by turns.
 */
export async function audit(page: Page, info: TestInfo, scenes: readonly Scene[]): Promise<void> {
  info.setTimeout(isForReport ? 1_200_000 : 300_000);
  const rows: SceneRow[] = [];
  for (const scene of scenes) rows.push(await auditScene(page, scene, looksFor(rows.length)));
  if (isForReport) {
    await mkdir(rowsFolder, { recursive: true });
    await writeFile(new URL(`${info.testId}.json`, rowsFolder), JSON.stringify(rows));
  }
  const violations = rows.flatMap(({ route, state, found }) =>
    found.flatMap(({ look, violations }) =>
      violations.map((violation) => `${route}, ${state}, ${look.theme}, ${look.language}: ${violation}`),
    ),
  );
  expect(violations).toEqual([]);
}

/** Each second scene backwards: it begins with the look that the one before ended with. */
function looksFor(at: number): readonly Look[] {
  if (isForReport) return at % 2 === 0 ? everyLook : everyLook.toReversed();
  return everyLook.slice(at % everyLook.length).slice(0, 1);
}

async function auditScene(page: Page, scene: Scene, looks: readonly Look[]): Promise<SceneRow> {
  const { route, state, open, over, width = 1280 } = scene;
  const found: SceneRow["found"][number][] = [];
  await page.setViewportSize({ width, height: 800 });
  await open(page);
  for (const look of looks) {
    await wear(page, look);
    await over?.[0](page);
    found.push({ look, violations: await violationsOf(page) });
    await over?.[1](page);
  }
  return { route, state, width, found };
}

/** By the app's own switches, without another load of the page. */
async function wear(page: Page, { theme, language }: Look): Promise<void> {
  const html = page.locator("html");
  const switches = page.getByRole("banner").getByRole("button");
  if ((await html.getAttribute("lang")) !== language) {
    await switches.nth(-2).click();
    await page.locator(`[role="menuitem"][lang="${language}"]`).click();
    await expect(html).toHaveAttribute("lang", language);
  }
  if ((await html.getAttribute("data-mantine-color-scheme")) !== theme) {
    await switches.last().click();
    await page
      .getByRole("menuitem")
      .nth(theme === "light" ? 0 : 1)
      .click();
    await expect(html).toHaveAttribute("data-mantine-color-scheme", theme);
  }
  await expect(page.getByRole("menu")).toHaveCount(0);
  // No tip and no tint of what is under the mouse.
  await page.mouse.move(0, 0);
}

/** The axe that @axe-core/playwright brings; here it is put into a page once, not at each look. */
const axeSource = readFileSync(
  createRequire(import.meta.resolve("@axe-core/playwright")).resolve("axe-core/axe.min.js"),
  "utf8",
);

declare global {
  interface Window {
    axe: {
      run(options: object): Promise<{
        violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
      }>;
    };
  }
}

/** Each as its rule and what broke it first. */
export async function violationsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  return await page.evaluate(async () => {
    // No style sheet is asked for once more, and no path to what is as it should be is made.
    const { violations } = await window.axe.run({
      resultTypes: ["violations"],
      preload: false,
      selectors: false,
    });
    return violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 300)}`);
  });
}
