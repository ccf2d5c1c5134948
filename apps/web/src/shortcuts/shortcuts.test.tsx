import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";
import { en } from "../locale/en.ts";
import { keyName, shortcutGroups } from "./shortcuts.ts";

beforeEach(() => {
  furnish();
  // jsdom has dialogs without their methods.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
    this.dispatchEvent(new Event("close"));
  };
});
afterEach(cleanup);

describe("the list of shortcuts", { timeout: 30_000 }, () => {
  it("is opened by ? and closed again", async () => {
    const user = userEvent.setup();
    openApp(new MemoryClient().put("/app/x", "1"), "/s/memory/key?key=/app/x&view=raw");
    await screen.findByRole("tab", { name: "Raw" });
    await user.keyboard("?");
    const list = within(await screen.findByRole("dialog", { name: "Keyboard shortcuts" }));
    expect(list.getByText("Change the view")).toBeTruthy();
    await user.click(list.getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("is not opened by a question mark that is written into a field", async () => {
    const user = userEvent.setup();
    openApp(new MemoryClient().put("/app/x", "1"), "/s/memory/key?key=/app/x&view=hex");
    const field = await screen.findByRole("textbox", { name: /Go to offset/ });
    await user.type(field, "?");
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("the shortcuts", () => {
  it("have a sentence each, and each sentence a shortcut", () => {
    const told = shortcutGroups(true).flatMap(({ shortcuts }) => shortcuts.map(({ does }) => does));
    expect(told.toSorted()).toEqual(Object.keys(en.shortcuts.does).toSorted());
  });

  it("tell of the search field only where there is one", () => {
    const told = shortcutGroups(false).flatMap(({ shortcuts }) => shortcuts.map(({ does }) => does));
    expect(told).not.toContain("search");
  });

  it("are called as on the keyboard in use", () => {
    expect([keyName("mod", true), keyName("Alt", true), keyName("mod", false)]).toEqual(["⌘", "⌥", "Ctrl"]);
  });
});
