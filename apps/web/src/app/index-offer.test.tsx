import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "./app.testing.ts";

beforeEach(() => {
  localStorage.clear();
  furnish();
});
afterEach(cleanup);

it("offers an index with its cost, builds it when asked, shows how far it is, and stops it", async () => {
  const client = new MemoryClient().put("/app/x", "there");
  client.state = "unindexed";
  openApp(client);
  await screen.findByText("The keys are not indexed.");
  expect(document.querySelector(".banner")?.textContent).toContain("3,100,000 keys, etcd reads 6 GB");
  expect(document.querySelector(".pill")?.textContent).toBe("Live, no index");
  fireEvent.click(screen.getByRole("button", { name: "Build the index" }));
  await screen.findByText("30 of 90 keys · 20 a second · about 3 sec left");
  expect(screen.getByRole("progressbar").getAttribute("value")).toBe("30");
  expect(client.asked).toContain("build index memory");
  fireEvent.click(screen.getByRole("button", { name: "Stop" }));
  await screen.findByText("The keys are not indexed.");
  expect(client.asked).toContain("stop index memory");
});

it("offers it in Chinese too", async () => {
  const client = new MemoryClient().put("/app/x", "there");
  client.state = "unindexed";
  openApp(client, `/s/${client.id}`, "zh");
  await screen.findByRole("button", { name: "建立索引" });
});
