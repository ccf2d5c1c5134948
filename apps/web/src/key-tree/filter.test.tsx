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
    .put("/registry/pods/shop/web-1", "{}")
    .put("/registry/pods/shop/db", "{}")
    .put("/registry/pods/test/web-2", "{}")
    .put("/registry/minions/node-1", "{}")
    .put("/webs", "1")
    .put(Uint8Array.of(0x2f, 0x61, 0x2f, 0xff), "3");

const rows = (): string[] =>
  screen
    .getAllByRole("treeitem")
    .map((row) => `${row.ariaLevel} ${row.querySelector(".tree-name")?.textContent}`);
const marks = (): (string | null)[] =>
  [...document.querySelectorAll("[role=tree] mark")].map((mark) => mark.textContent);
const box = (): HTMLElement => screen.getByRole("textbox", { name: "Filter keys" });
const active = (): string | null | undefined =>
  document
    .getElementById(screen.getByRole("tree").getAttribute("aria-activedescendant") ?? "")
    ?.querySelector(".tree-name")?.textContent;

describe("the filter over the tree", () => {
  it("shows what fits with the prefixes above, marked, and how much it is of what", async () => {
    const user = userEvent.setup();
    const { address } = openApp(cluster());
    await user.type(await screen.findByRole("textbox"), "web");
    await screen.findByText("3 of 6 keys at revision 106");
    expect(rows()).toEqual(["1 pods", "2 shop", "3 web-1", "2 test", "3 web-2", "1 /webs"]);
    expect(screen.getAllByRole("treeitem")[0]?.querySelector(".tree-part")?.textContent).toBe("/registry");
    expect(marks()).toEqual(["web", "web", "web"]);
    expect(address()).toBe("/s/memory?find=web");
  });

  it("is in the address, and stays while keys are opened", async () => {
    const user = userEvent.setup();
    const { address } = openApp(cluster(), "/s/memory?find=web&findmode=glob");
    await user.click(await screen.findByTitle("/registry/pods/shop/web-1"));
    await waitFor(() => expect(address()).toContain("key=/registry/pods/shop/web-1"));
    expect(address()).toContain("find=web");
    expect(address()).toContain("findmode=glob");
    expect(screen.getByRole("button", { name: "Wildcards" }).ariaPressed).toBe("true");
    expect(box()).toHaveProperty("value", "web");
  });

  it("is walked by keys: down to the first key found, Escape back to the whole tree", async () => {
    const user = userEvent.setup();
    const { address } = openApp(cluster(), "/s/memory/key?key=/registry/minions/node-1");
    await user.type(await screen.findByRole("textbox"), "web");
    await screen.findByText("3 of 6 keys", { exact: false });
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(screen.getByRole("tree"));
    expect(active()).toBe("web-1");
    await user.keyboard("{ArrowLeft}{ArrowLeft}");
    await waitFor(() => expect(rows()).not.toContain("3 web-1"));
    await user.keyboard("{Escape}");
    expect(document.activeElement).toBe(box());
    await screen.findByRole("treeitem", { selected: true });
    expect(address()).not.toContain("find");
    expect(active()).toBe("node-1");
  });

  it("keeps to the prefix of the address, until told otherwise", async () => {
    const user = userEvent.setup();
    const { address } = openApp(cluster(), "/s/memory?find=web&under=/registry/pods/shop/");
    await screen.findByText("1 of 2 keys at revision 106");
    await user.click(screen.getByLabelText("Search everywhere"));
    await screen.findByText("3 of 6 keys at revision 106");
    expect(address()).toBe("/s/memory?find=web");
  });

  it("says where a pattern is wrong, and that nothing fits", async () => {
    const user = userEvent.setup();
    openApp(cluster(), "/s/memory?find=nothing");
    await screen.findByText("No key fits");
    await user.click(screen.getByRole("button", { name: "Regular expression" }));
    await user.clear(box());
    await user.type(box(), "a(");
    await screen.findByText("The group is not closed", { selector: ".filter-failure" });
    expect(box().ariaInvalid ?? box().getAttribute("aria-invalid")).toBe("true");
  });

  it("shows a key that is no text, and finds it as it is shown", async () => {
    openApp(cluster(), "/s/memory?find=xff");
    await screen.findByText("1 of 6 keys", { exact: false });
    expect(rows()).toEqual(["1 /a", "2 \\xff"]);
  });

  it("loads on where more fits than a page holds", async () => {
    const user = userEvent.setup();
    const client = new MemoryClient();
    for (let at = 0; at < 620; at++) client.put(`/many/${String(at).padStart(4, "0")}`);
    openApp(client, "/s/memory?find=many");
    await screen.findByText("620 of 620 keys", { exact: false });
    screen.getByRole("tree").focus();
    await user.keyboard("{End}{Enter}");
    await waitFor(() => expect(client.asked).toContain("search text many 500"));
  });

  it("is asked again when the keys change", async () => {
    const client = cluster();
    const { queryClient } = openApp(client, "/s/memory?find=web");
    await screen.findByText("3 of 6 keys", { exact: false });
    client.put("/registry/pods/shop/web-3", "{}");
    await queryClient.invalidateQueries();
    await screen.findByText("4 of 7 keys at revision 107");
    expect(rows()).toContain("3 web-3");
  });
});

describe("a prefix with one child alone", () => {
  const deep = (): MemoryClient => new MemoryClient().put("/one/two/three/key", "x").put("/other/a", "y");

  it("stands in its child's row, and every part of it leads to its page", async () => {
    const user = userEvent.setup();
    const { address } = openApp(deep());
    const name = await screen.findByText("three", { selector: ".tree-name" });
    expect(rows()).toEqual(["1 three", "1 /other"]);
    await user.click(screen.getByRole("link", { name: "two" }));
    await waitFor(() => expect(address()).toBe("/s/memory/prefix?key=/one/two/"));
    expect((await screen.findByRole("treeitem", { selected: true })).contains(name)).toBe(true);
  });

  it("is found by a link to any key below it", async () => {
    openApp(deep(), "/s/memory/key?key=/one/two/three/key");
    await screen.findByRole("treeitem", { selected: true });
    expect(rows()).toEqual(["1 three", "2 key", "1 /other"]);
  });

  it("gets a row of its own when it has a second child, and stays open", async () => {
    const client = deep();
    const { queryClient } = openApp(client, "/s/memory/key?key=/one/two/three/key");
    await screen.findByRole("treeitem", { selected: true });
    client.put("/one/more", "z");
    await queryClient.invalidateQueries();
    await waitFor(() => expect(rows()).toEqual(["1 /one", "2 more", "2 three", "3 key", "1 /other"]));
    client.delete("/one/more");
    await queryClient.invalidateQueries();
    await waitFor(() => expect(rows()).toEqual(["1 three", "2 key", "1 /other"]));
  });
});
