import { cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";
import { en } from "../locale/en.ts";
import { zh } from "../locale/zh.ts";

beforeEach(() => {
  localStorage.clear();
  furnish();
});
afterEach(cleanup);

const banner = (): Element | null => document.querySelector('.banner[data-state="unmasked"]');

it("says on every page that nothing is masked, and cannot be closed", async () => {
  for (const address of ["/", "/s/memory", "/s/memory/prefix?key=/app/", "/s/memory/key?key=/app/x"]) {
    const client = new MemoryClient().put("/app/x", "there");
    client.masksSecrets = false;
    openApp(client, address);
    await screen.findByText("Masking is off:");
    expect(banner()?.textContent).toContain("started with --no-mask");
    expect(banner()?.querySelector("button")).toBeNull();
    cleanup();
  }
});

it("says nothing where secrets are masked", async () => {
  openApp(new MemoryClient().put("/app/x", "there"), "/s/memory/key?key=/app/x&view=raw");
  await screen.findAllByText("there");
  expect(banner()).toBeNull();
});

it("is told in both languages", () => {
  expect(en.unmasked.text).toContain("--no-mask");
  expect(zh.unmasked.text).toContain("--no-mask");
});
