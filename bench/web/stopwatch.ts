/** Times in the page itself, from what a person does to the frame that shows what it did. */
import type { Page } from "@playwright/test";

/** The change that is waited for: an element is there, one with this text, or the elements' texts are others by now. */
export interface Change {
  readonly selector: string;
  readonly text?: string;
  readonly textsBefore?: string;
  /** Milliseconds after which it will not come any more, and has no time: a minute when absent. */
  readonly longest?: number;
}

declare global {
  interface Window {
    stopwatch: {
      /** Milliseconds since navigation at which a row of the tree was painted first. */
      readonly firstRow: Promise<number>;
      /** From the next event of this type to the frame that shows the change. */
      arm(type: string, change: Change): void;
      readonly time: () => Promise<number>;
      readonly textsOf: (selector: string) => string;
    };
  }
}

/** Has every page that is opened from now on carry a stopwatch. */
export async function installStopwatch(page: Page): Promise<void> {
  // The compiler that runs this wraps functions in a call of its own, which the page does not have.
  await page.addInitScript({ content: "globalThis.__name = (named) => named;" });
  await page.addInitScript(() => {
    /** Calls back when the frame that is drawn now has been painted. */
    const afterPaint = (then: (now: number) => void): void => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(performance.now());
      port2.postMessage(undefined);
    };
    const textsOf = (selector: string): string =>
      Array.from(document.querySelectorAll(selector), ({ textContent }) => textContent).join("|");
    const isThere = ({ selector, text, textsBefore }: Change): boolean => {
      if (textsBefore !== undefined) return textsOf(selector) !== textsBefore;
      const found = [...document.querySelectorAll(selector)];
      return found.some(({ textContent }) => text === undefined || textContent?.includes(text));
    };
    const shown = (change: Change): Promise<number> =>
      new Promise((resolve) => {
        const begun = performance.now();
        const look = (): void => {
          if (isThere(change)) afterPaint(resolve);
          else if (performance.now() - begun > (change.longest ?? 60_000)) resolve(Number.NaN);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    let running: Promise<number> = Promise.resolve(Number.NaN);
    window.stopwatch = {
      firstRow: shown({ selector: '[role="treeitem"][data-kind="child"]' }),
      arm: (type, change) => {
        running = new Promise((resolve) => {
          const begin = (event: Event): void => {
            void shown(change).then((end) => resolve(end - event.timeStamp));
          };
          window.addEventListener(type, begin, { capture: true, once: true });
        });
      },
      time: () => running,
      textsOf,
    };
  });
}

/** Milliseconds from the event, which `act` brings about, to the frame that shows the change. */
export async function timed(
  page: Page,
  type: string,
  change: Change,
  act: () => Promise<void>,
): Promise<number> {
  await page.evaluate(([type, change]) => window.stopwatch.arm(type, change), [type, change] as const);
  await act();
  return await page.evaluate(() => window.stopwatch.time());
}
