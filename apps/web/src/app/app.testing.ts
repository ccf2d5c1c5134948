import { createMemoryHistory } from "@tanstack/react-router";
import { configure, render } from "@testing-library/react";
import { createElement } from "react";
import { vi } from "vitest";
import type { MemoryClient } from "../api/memory-client.testing.ts";
import { makeQueries, makeQueryClient } from "../api/queries.ts";
import { type LanguageId, makeI18n } from "../locale/i18n.ts";
import { zh } from "../locale/zh.ts";
import { App } from "./app.tsx";
// What the app fetches when it is needed is there from the start: a cold transform is no part of a test.
import "../key-page/key-page.tsx";
import { makeRouter } from "./router.tsx";

/** Gives the document what jsdom lacks: sizes, so that virtual rows are drawn, and media queries. */
export function furnish(options: { narrow?: boolean } = {}): void {
  // A busy machine is no failure.
  configure({ asyncUtilTimeout: 10_000 });
  vi.setConfig({ testTimeout: 30_000 });
  for (const [name, size] of [
    ["offsetHeight", 600],
    ["offsetWidth", 900],
    ["clientHeight", 600],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size });
  }
  window.scrollTo = () => undefined;
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  window.matchMedia = (query) =>
    Object.assign(new EventTarget(), {
      matches: query.includes("max-width") && options.narrow === true,
      media: query,
      onchange: null,
      addListener: () => undefined,
      removeListener: () => undefined,
    });
}

/** Opens the whole app at an address, over an API in memory. */
export function openApp(client: MemoryClient, address = `/s/${client.id}`, language: LanguageId = "en") {
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = makeRouter(history);
  const queryClient = makeQueryClient();
  const view = render(
    createElement(App, { router, queryClient, queries: makeQueries(client), i18n: makeI18n(language, zh) }),
  );
  return { ...view, router, queryClient, address: () => history.location.href };
}
