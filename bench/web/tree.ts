import type { Page } from "@playwright/test";
import type { Figure } from "./figure.ts";
import { levelName, levels, manyKeys, manyName } from "./large-source.ts";
import { type Change, timed } from "./stopwatch.ts";

const tree = '[role="tree"]';
const presses = 60;

const activeRow = (name: string): Change => ({ selector: '.tree-row[data-active="true"]', text: name });
const aRow = (level: number): Change => ({ selector: `.tree-row[data-kind="child"][aria-level="${level}"]` });

/** Goes to a row by typing its name. */
async function goTo(page: Page, name: string): Promise<void> {
  await page.locator(tree).focus();
  await page.keyboard.press("Home");
  await page.keyboard.type(name);
  await page.locator('.tree-row[data-active="true"]').filter({ hasText: name }).waitFor();
  // What is typed next begins anew.
  await page.waitForTimeout(1000);
}

/** Levels of 500 keys that nobody has opened yet. */
export async function expanding(page: Page): Promise<Figure> {
  await goTo(page, "levels");
  await page.keyboard.press("ArrowRight");
  await page
    .locator(".tree-row")
    .filter({ hasText: levelName(0) })
    .waitFor();
  const values: number[] = [];
  for (let at = 0; at < levels; at++) {
    await page.keyboard.press("ArrowDown");
    await page
      .locator('.tree-row[data-active="true"]')
      .filter({ hasText: levelName(at) })
      .waitFor();
    values.push(await timed(page, "keydown", aRow(3), () => page.keyboard.press("ArrowRight")));
    await page.keyboard.press("ArrowLeft");
    await page.locator('.tree-row[aria-level="3"]').first().waitFor({ state: "detached" });
  }
  return { what: "expand a level of 500 rows, not read before", unit: "ms", values, budget: 50 };
}

/** Asks for page after page until the whole level is there. */
export async function loadAll(page: Page): Promise<Figure> {
  await goTo(page, "many");
  await page.keyboard.press("ArrowRight");
  await page
    .locator(".tree-row")
    .filter({ hasText: manyName(0) })
    .waitFor();
  const values = await page.evaluate(async (wanted) => {
    const tree = document.querySelector<HTMLElement>('[role="tree"]');
    if (tree === null) throw new Error("no tree");
    const press = (key: string): boolean =>
      tree.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const rows = (): number => tree.clientHeight / 26;
    const times: number[] = [];
    while (rows() < wanted) {
      const before = rows();
      press("End");
      await frame();
      const begun = performance.now();
      press("Enter");
      while (rows() === before) await frame();
      times.push(performance.now() - begun);
    }
    return times;
  }, manyKeys);
  return { what: "500 more rows, up to 100,000", unit: "ms", values, budget: 200 };
}

/** Closes the level and opens it again, all of it being there. */
export async function mounting(page: Page): Promise<Figure> {
  const values: number[] = [];
  await page.keyboard.press("Home");
  await goTo(page, "many");
  for (let at = 0; at < 5; at++) {
    await page.keyboard.press("ArrowLeft");
    await page
      .locator(".tree-row")
      .filter({ hasText: manyName(0) })
      .waitFor({ state: "detached" });
    values.push(await timed(page, "keydown", aRow(2), () => page.keyboard.press("ArrowRight")));
  }
  return { what: "mount a level of 100,000 rows", unit: "ms", values, budget: 400 };
}

export async function arrows(page: Page): Promise<Figure[]> {
  await goTo(page, "many");
  const down: number[] = [];
  for (let at = 0; at < presses; at++) {
    down.push(await timed(page, "keydown", activeRow(manyName(at)), () => page.keyboard.press("ArrowDown")));
  }
  const paged: number[] = [];
  for (let at = 0; at < 30; at++) {
    const before = await page.locator(tree).getAttribute("aria-activedescendant");
    const change = { selector: `${tree}:not([aria-activedescendant="${before}"])` };
    paged.push(await timed(page, "keydown", change, () => page.keyboard.press("PageDown")));
  }
  const what = "at 100,000 rows";
  return [
    { what: `arrow key ${what}`, unit: "ms", values: down, budget: 33 },
    { what: `Page Down ${what}`, unit: "ms", values: paged, budget: 33 },
  ];
}

/** From the last letter, and with the pause in which more letters may follow. */
export async function filtering(page: Page): Promise<Figure> {
  const box = page.locator("[data-search-field]");
  const values: number[] = [];
  for (const at of [7, 99, 12_345, 54_321, 90_909, 45_454, 1_002, 77_777, 31_415, 27_182]) {
    const name = manyName(at);
    await box.fill(name.slice(0, -1));
    await page
      .locator("mark")
      .filter({ hasText: name.slice(0, -1) })
      .first()
      .waitFor();
    values.push(
      await timed(page, "input", { selector: ".tree-row mark", text: name }, () =>
        page.keyboard.press(name.at(-1) ?? ""),
      ),
    );
  }
  return { what: "filter 110,000 keys: last letter to what fits", unit: "ms", values, budget: 300 };
}
