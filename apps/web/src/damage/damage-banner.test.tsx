import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  furnish();
});
afterEach(cleanup);

const places = [
  { page: 33, offset: 135_168, reason: "the page carries the number of another" },
  { page: null, offset: 17, reason: "a record is cut off" },
];

const clientOf = (damage: MemoryClient["damage"]): MemoryClient => {
  const client = new MemoryClient().put("/app/x", "there");
  client.damage = damage;
  return client;
};

const banner = (): string => document.querySelector('.banner[data-state="partial"]')?.textContent ?? "";

it("says how many pages are lost, which, and that what is shown may be older", async () => {
  openApp(clientOf({ pages: 102, pageCount: 96_000, places, hash: "mismatch" }));
  await screen.findByText("This snapshot is damaged:");
  expect(banner()).toContain("102 of 96,000 pages could not be read");
  expect(banner()).toContain("may be older than what was stored");
  expect(banner()).toContain("do not fit the sha256");
  expect(banner()).toContain("Page 33, byte 135168: the page carries the number of another");
  expect(banner()).toContain("Byte 17: a record is cut off");
  expect(banner()).toContain("and 100 more");
  expect(document.querySelector(".status-damage")?.textContent).toBe("Damaged in part");
});

it("stays closed for the visit, while the status bar goes on to tell", async () => {
  const client = clientOf({ pages: 2, pageCount: 9, places, hash: null });
  const { unmount } = openApp(client);
  fireEvent.click(await screen.findByRole("button", { name: "Close for this visit" }));
  expect(banner()).toBe("");
  unmount();
  openApp(client);
  await screen.findByText("Damaged in part");
  expect(banner()).toBe("");
});

it("tells of a hash alone, in Chinese too, and of nothing where all is well", async () => {
  const { unmount } = openApp(
    clientOf({ pages: 0, pageCount: 9, places: [], hash: "cut" }),
    "/s/memory",
    "zh",
  );
  await screen.findByText("此快照已损坏：");
  expect(banner()).toContain("文件被截断");
  expect(banner()).not.toContain("无法读取");
  unmount();
  openApp(clientOf(undefined));
  await screen.findAllByRole("treeitem");
  expect(banner()).toBe("");
});
