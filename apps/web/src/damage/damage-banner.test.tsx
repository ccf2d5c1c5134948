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

const nothingElse = { freelist: 0, packing: null };

const clientOf = (damage: MemoryClient["damage"]): MemoryClient => {
  const client = new MemoryClient().put("/app/x", "there");
  client.damage = damage;
  return client;
};

const banner = (): string => document.querySelector('.banner[data-state="partial"]')?.textContent ?? "";

it("says how many pages are lost, which, and that what is shown may be older", async () => {
  openApp(clientOf({ pages: 102, pageCount: 96_000, places, hash: "mismatch", ...nothingElse }));
  await screen.findByText("This snapshot is damaged:");
  expect(banner()).toContain("102 of 96,000 pages could not be read");
  expect(banner()).toContain("may be older than what was stored");
  expect(banner()).toContain("do not fit the sha256");
  expect(banner()).toContain("Page 33, byte 135168: the page carries the number of another");
  expect(banner()).toContain("Byte 17: a record is cut off");
  expect(banner()).toContain("and 100 more");
  expect(document.querySelector(".status-damage")?.textContent).toBe("Damaged in part");
});

it("tells of a list of free pages that contradicts the trees, and of a packed file, in both languages", async () => {
  const damage = {
    pages: 0,
    pageCount: 13,
    places: [{ page: 4, offset: 16_384, reason: "the page is in no tree" }],
    hash: null,
    freelist: 102,
    packing: { fault: "cut", offset: 764 } as const,
  };
  const { unmount } = openApp(clientOf(damage));
  await screen.findByText("This snapshot is damaged:");
  expect(banner()).toContain("contradicts its trees at 102 of 13 pages");
  expect(banner()).toContain("The packed file ends too early, at byte 764");
  expect(banner()).toContain("and 101 more");
  expect(banner()).not.toContain("could not be read");
  unmount();
  openApp(clientOf(damage), "/s/memory", "zh");
  await screen.findByText("此快照已损坏：");
  expect(banner()).toContain("空闲页列表");
  expect(banner()).toContain("字节 764 处过早结束");
});

it("stays closed for the visit, while the status bar goes on to tell", async () => {
  const client = clientOf({ pages: 2, pageCount: 9, places, hash: null, ...nothingElse });
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
    clientOf({ pages: 0, pageCount: 9, places: [], hash: "cut", ...nothingElse }),
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
