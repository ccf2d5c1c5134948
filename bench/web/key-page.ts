import type { Locator, Page } from "@playwright/test";
import { keyPage } from "../../e2e/harness/test.ts";
import type { Figure } from "./figure.ts";
import { largeKey } from "./large-source.ts";
import { timed } from "./stopwatch.ts";

const pod = "/registry/pods/shop/web-56649674cc-8npp5";

/** A Pod as JSON beside its bytes: from the mouse's move to the light on the other side. */
export async function hovering(page: Page, url: string): Promise<Figure[]> {
  await page.goto(`${url}${keyPage("sample", pod, "json")}&split=hex`);
  const lines = page.locator(".cm-line");
  await lines.first().waitFor();
  await page.locator(".hex-bytes").first().waitFor();
  const toHex = await hoverOver(page, page.locator(".cm-line"), ".hex-row");
  const toText = await hoverOver(page, page.locator(".hex-row .hex-bytes"), ".cm-line");
  return [
    { what: "hover in JSON, lit in hex", unit: "ms", values: toHex, budget: 33 },
    { what: "hover in hex, lit in JSON", unit: "ms", values: toText, budget: 33 },
  ];
}

/** Goes over elements one after the other; those that light nothing which is in sight have no time. */
async function hoverOver(page: Page, elements: Locator, otherSide: string): Promise<number[]> {
  const values: number[] = [];
  const selector = `${otherSide} .lit`;
  for (const element of (await elements.all()).slice(3, 43)) {
    const textsBefore = await page.evaluate((selector) => window.stopwatch.textsOf(selector), selector);
    const change = { selector, textsBefore, longest: 300 };
    values.push(await timed(page, "pointermove", change, () => element.hover()));
  }
  return values.filter((value) => !Number.isNaN(value));
}

/** Jumps about in a value of 1.5 MB: from Enter to the row of the byte. */
export async function byteJumps(page: Page, home: string): Promise<Figure> {
  await page.goto(`${home}/key?${new URLSearchParams({ key: largeKey, view: "hex" })}`);
  const box = page.locator(".hex-goto input");
  const values: number[] = [];
  for (let at = 1; at <= 20; at++) {
    const offset = ((at * 611_953) % 1_490_000) & ~15;
    await box.fill(`0x${offset.toString(16)}`);
    const change = { selector: ".hex-row", text: offset.toString(16).padStart(8, "0") };
    values.push(await timed(page, "keydown", change, () => page.keyboard.press("Enter")));
  }
  return { what: "go to a byte of 1.5 MB in hex", unit: "ms", values, budget: 100 };
}
