import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  furnish();
});
afterEach(cleanup);

const many = (count: number): MemoryClient => {
  const client = new MemoryClient();
  for (let at = 0; at < count; at++) client.put(`/many/${String(at).padStart(5, "0")}`);
  return client;
};

const grid = (): HTMLElement => screen.getByRole("grid");
const active = (): HTMLElement | null =>
  document.getElementById(grid().getAttribute("aria-activedescendant") ?? "");
const press = (key: string): boolean => fireEvent.keyDown(grid(), { key });

describe("the table of a prefix", () => {
  it("has rows for what is in sight only, and says how many there are", async () => {
    openApp(many(2000), "/s/memory/prefix?key=/many/");
    const table = await screen.findByRole("grid", { name: "Children of /many/" });
    expect(table.ariaRowCount).toBe("2001");
    expect(within(table).getAllByRole("row").length).toBeLessThan(60);
    const [head, first] = within(table).getAllByRole("row");
    expect([head?.ariaRowIndex, first?.ariaRowIndex]).toEqual(["1", "2"]);
  });

  it("is walked by keys, loads on at its end, and opens what is active", async () => {
    const { address } = openApp(many(620), "/s/memory/prefix?key=/many/");
    await screen.findByRole("grid");
    expect(active()?.textContent).toContain("00000");
    press("ArrowDown");
    press("ArrowDown");
    press("ArrowUp");
    await waitFor(() => expect(active()?.textContent).toContain("00001"));
    press("PageDown");
    await waitFor(() => expect(active()?.textContent).toContain("00019"));
    press("End");
    await waitFor(() => expect(active()?.textContent).toContain("Load 120 more of 620"));
    press("Enter");
    await waitFor(() => expect(active()?.textContent).toContain("00500"));
    expect(active()?.ariaRowIndex).toBe("502");
    press("Home");
    await waitFor(() => expect(active()?.textContent).toContain("00000"));
    press("Enter");
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=/many/00000"));
  });

  it("keeps the focus on its row when rows come before it, and hands it on when the row goes", async () => {
    const client = many(20);
    const { queryClient } = openApp(client, "/s/memory/prefix?key=/many/");
    await screen.findByRole("grid");
    for (let step = 0; step < 5; step++) press("ArrowDown");
    await waitFor(() => expect(active()?.textContent).toContain("00005"));
    client.put("/many/00000-new");
    await queryClient.invalidateQueries();
    await waitFor(() => expect(active()?.ariaRowIndex).toBe("8"));
    expect(active()?.textContent).toContain("00005");
    client.delete("/many/00005");
    await queryClient.invalidateQueries();
    await waitFor(() => expect(active()?.textContent).toContain("00006"));
  });

  it("asks again only for the page that failed", async () => {
    const user = userEvent.setup();
    const client = many(620);
    openApp(client, "/s/memory/prefix?key=/many/");
    await screen.findByRole("grid");
    press("End");
    client.failWith("permission_denied");
    press("Enter");
    const failed = await within(grid()).findByText(/Could not load: It is permission_denied/);
    client.failWith();
    client.asked.length = 0;
    await user.click(failed);
    await waitFor(() => expect(active()?.textContent).toContain("00500"));
    expect(client.asked.filter((asked) => asked.startsWith("children /many/"))).toEqual([
      "children /many/ 500",
    ]);
  });
});

describe("a prefix that is a key too", () => {
  it("leads to the key, though that stands far beyond what is loaded", async () => {
    const client = many(1200).put("/many/01000/below");
    const { address } = openApp(client, "/s/memory/prefix?key=/many/01000/");
    const link = await screen.findByRole("link", { name: "Open key" });
    fireEvent.click(link);
    await waitFor(() => expect(address()).toContain("/s/memory/key?key=/many/01000"));
  });

  it("is told from one that is none", async () => {
    const client = many(1200).put("/many/01000x/below");
    openApp(client, "/s/memory/prefix?key=/many/01000x/");
    await screen.findByRole("grid");
    await waitFor(() => expect(client.asked).toContain("children /many/ from"));
    expect(screen.queryByRole("link", { name: "Open key" })).toBeNull();
  });
});
