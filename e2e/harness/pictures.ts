import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import { chromium as systemChromium } from "./chromium.ts";

/** One picture of docs/images. */
export interface Shot {
  readonly name: string;
  /** Behind the server's address. */
  readonly path: string;
  readonly dark?: true;
  readonly locale?: string;
  readonly width?: number;
  /** A button to press first. */
  readonly press?: string;
  /** Holds back what the page asks for, so that it goes on loading. */
  readonly withhold?: string;
  /** What happens while the page is open; it is taken as it is then. */
  readonly meanwhile?: (page: Page) => Promise<unknown>;
}

const folder = fileURLToPath(new URL("../../docs/images/", import.meta.url));

/** Takes pictures with one browser. */
export class Studio {
  readonly #browser: Browser;
  readonly #isWanted: (name: string) => boolean;

  private constructor(browser: Browser, isWanted: (name: string) => boolean) {
    this.#browser = browser;
    this.#isWanted = isWanted;
  }

  static async open(isWanted: (name: string) => boolean): Promise<Studio> {
    await mkdir(folder, { recursive: true });
    return new Studio(await chromium.launch(systemChromium()), isWanted);
  }

  /** Whether one of these is to be taken. */
  wants(...names: readonly string[]): boolean {
    return names.some(this.#isWanted);
  }

  async take(url: string, shot: Shot): Promise<void> {
    const { name, path, dark, locale = "en-US", width = 1280, press, withhold, meanwhile } = shot;
    if (!this.#isWanted(name)) return;
    const context = await this.#browser.newContext({
      viewport: { width, height: 800 },
      colorScheme: dark ? "dark" : "light",
      locale,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    if (withhold !== undefined) await page.route(withhold, () => undefined);
    await page.goto(url + path);
    if (press !== undefined) await page.getByRole("button", { name: press }).click();
    // No tip stands in the picture.
    await page.mouse.move(0, 0);
    if (withhold === undefined) await loaded(page);
    await meanwhile?.(page);
    await page.screenshot({ path: `${folder}${name}.png` });
    await context.close();
    console.log(`docs/images/${name}.png`);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

/** A page that follows etcd is never idle. */
const longestIdle = 2500;

async function loaded(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle", { timeout: longestIdle }).catch(() => undefined);
  await page.locator('main [data-state="loading"]').first().waitFor({ state: "detached" });
  await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
}
