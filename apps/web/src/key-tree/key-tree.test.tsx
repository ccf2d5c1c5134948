import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";

// A busy machine is no failure.
vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  localStorage.clear();
  furnish();
});
afterEach(cleanup);

const cluster = (): MemoryClient =>
  new MemoryClient()
    .put("/registry/pods/shop/web", "{}")
    .put("/registry/pods/shop/db", "{}")
    .put("/registry/pods/test/job", "{}")
    .put("/registry/minions/node-1", "{}")
    .put("/app/", "1")
    .put("/app//double", "2")
    .put(Uint8Array.of(0x2f, 0x61, 0x70, 0x70, 0x2f, 0xff), "3")
    .put("compact_rev_key", "90");

const rows = (): string[] =>
  screen
    .getAllByRole("treeitem")
    .map((row) => `${row.ariaLevel} ${row.querySelector(".tree-name")?.textContent}`);
const active = (): string | null | undefined => {
  const tree = screen.getByRole("tree");
  return document
    .getElementById(tree.getAttribute("aria-activedescendant") ?? "")
    ?.querySelector(".tree-name")?.textContent;
};

describe("the key tree", () => {
  it("opens down to the key of the address and selects it", async () => {
    openApp(cluster(), "/s/memory/key?key=/registry/pods/shop/web");
    const row = await screen.findByRole("treeitem", { selected: true });
    expect(row.querySelector(".tree-name")?.textContent).toBe("web");
    expect(rows()).toEqual([
      "1 /app",
      "1 /registry",
      "2 minions",
      "2 pods",
      "3 shop",
      "4 db",
      "4 web",
      "3 test",
      "1 compact_rev_key",
    ]);
    await waitFor(() => expect(active()).toBe("web"));
  });

  it("shows empty and binary names for what they are", async () => {
    openApp(cluster(), "/s/memory/prefix?key=/app/");
    await screen.findByText("(empty name)", { selector: ".tree-name em" });
    expect(rows().slice(0, 3)).toEqual(["1 /app", "2 (empty name)", "2 \\xff"]);
  });

  it("is walked by keys alone", async () => {
    const user = userEvent.setup();
    const { address } = openApp(cluster());
    await screen.findByText("compact_rev_key", { selector: ".tree-name" });
    screen.getByRole("tree").focus();
    await user.keyboard("reg");
    expect(active()).toBe("/registry");
    await user.keyboard("{ArrowRight}");
    await screen.findByText("pods", { selector: ".tree-name" });
    await user.keyboard("{ArrowRight}{ArrowDown}");
    expect(active()).toBe("pods");
    await user.keyboard("{ArrowLeft}");
    expect(active()).toBe("/registry");
    await user.keyboard("{ArrowLeft}");
    await waitFor(() => expect(screen.queryByText("pods", { selector: ".tree-name" })).toBeNull());
    await user.keyboard("{End}");
    expect(active()).toBe("compact_rev_key");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=compact_rev_key"));
  });

  it("gives the focus to the neighbour when the focused row vanishes", async () => {
    const user = userEvent.setup();
    const client = cluster();
    const { queryClient } = openApp(client, "/s/memory/key?key=/registry/pods/shop/web");
    await waitFor(() => expect(active()).toBe("web"));
    screen.getByRole("tree").focus();
    await user.keyboard("{ArrowUp}");
    expect(active()).toBe("db");
    client.delete("/registry/pods/shop/db");
    await queryClient.invalidateQueries();
    await waitFor(() => expect(rows()).not.toContain("4 db"));
    expect(active()).toBe("web");
  });

  it("loads a large level page by page and says how much there is", async () => {
    const user = userEvent.setup();
    const client = new MemoryClient();
    for (let at = 0; at < 620; at++) client.put(`/many/${String(at).padStart(4, "0")}`);
    openApp(client, "/s/memory/key?key=/many/0000");
    await screen.findByText("0000", { selector: ".tree-name" });
    screen.getByRole("tree").focus();
    await user.keyboard("{End}");
    expect(client.asked).not.toContain("children /many/ 500");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(client.asked).toContain("children /many/ 500"));
  });

  it("finds the row of a key far beyond the first page, and goes on in both directions from there", async () => {
    const user = userEvent.setup();
    const client = new MemoryClient();
    for (let at = 0; at < 2400; at++) client.put(`/many/${String(at).padStart(4, "0")}`);
    openApp(client, "/s/memory/key?key=/many/1500");
    await screen.findByText("Load 500 of 1,250 before these");
    const first = screen.getByTitle("/many/1250").closest("[role=treeitem]");
    expect([first?.ariaPosInSet, first?.ariaSetSize]).toEqual(["1251", "2400"]);
    screen.getByRole("tree").focus();
    await user.keyboard("{Home}{ArrowDown}{Enter}");
    await waitFor(() => expect(client.asked).toContain("children /many/ before"));
    await user.keyboard("{End}{Enter}");
    await waitFor(() => expect(client.asked).toContain("children /many/ 1750"));
  });

  it("looks once for a key that is not there", async () => {
    const client = new MemoryClient();
    for (let at = 0; at < 620; at++) client.put(`/many/${String(at).padStart(4, "0")}`);
    openApp(client, "/s/memory/key?key=/many/nope");
    await waitFor(() => expect(client.asked).toContain("children /many/ around"));
    await screen.findByText("This key does not exist");
    expect(client.asked.filter((question) => question === "children /many/ around")).toHaveLength(1);
  });

  it("says what failed in the row's place and asks again when told to", async () => {
    const user = userEvent.setup();
    const client = cluster();
    client.failWith("permission_denied");
    openApp(client);
    const failed = await screen.findByText(/Could not load: It is permission_denied/);
    client.failWith();
    await user.click(failed);
    await screen.findByText("compact_rev_key", { selector: ".tree-name" });
  });
});
