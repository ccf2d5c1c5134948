import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
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

function unindexed(): MemoryClient {
  const client = new MemoryClient()
    .put("/a/web-1", "1")
    .put("/a/db", "1")
    .put("/b/web-2", "1")
    .put("/c/web-3", "1");
  client.state = "unindexed";
  return client;
}

const told = (): string | null => document.querySelector(".filter-about")?.textContent ?? null;
const openPrefix = async (name: string): Promise<void> => {
  const row = (await screen.findByText(name, { selector: ".tree-name" })).closest("[role=treeitem]");
  fireEvent.click(row?.querySelector(".tree-twisty") ?? row!);
  await waitFor(() => expect(row?.getAttribute("aria-expanded")).toBe("true"));
};

describe("the filter where there is no index", () => {
  it("covers the open prefixes, says what of them, and goes on when asked", async () => {
    const user = userEvent.setup();
    const { address } = openApp(unindexed());
    await openPrefix("/a");
    await openPrefix("/b");
    await user.type(screen.getByRole("textbox", { name: "Filter keys" }), "web");
    await screen.findByText("1 of 2 keys in 2 opened prefixes at revision 104.", { exact: false });
    expect(told()).toContain("Not searched to the end: 1 prefix.");
    expect(screen.getByText("Not searched to the end: 1 prefix.").title).toBe("/b/");
    expect(address()).toContain("find=web");
    expect(address()).toContain("opened=L2Ev.L2Iv");
    await user.click(screen.getByRole("button", { name: "Go on searching" }));
    await screen.findByText("2 of 3 keys in 2 opened prefixes at revision 104.", { exact: false });
    expect(told()).toContain("Other keys are not searched: there is no index.");
    expect(screen.queryByRole("button", { name: "Go on searching" })).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Filter keys" }));
    expect(
      screen.getAllByRole("treeitem").map((row) => row.querySelector(".tree-name")?.textContent),
    ).toEqual(["/a", "web-1", "/b", "web-2"]);
  });

  it("searches what the address names, whatever is open", async () => {
    openApp(unindexed(), "/s/memory?find=web&opened=L2Mv");
    await screen.findByText("1 of 1 key in 1 opened prefix at revision 104.", { exact: false });
    await screen.findByTitle("/c/web-3");
  });

  it("goes on from the tree too", async () => {
    const user = userEvent.setup();
    openApp(unindexed(), "/s/memory?find=web&opened=L2Ev.L2Iv");
    await screen.findByText("1 of 2 keys", { exact: false });
    screen.getByRole("tree").focus();
    await user.keyboard("{End}{Enter}");
    await screen.findByText("2 of 3 keys", { exact: false });
  });

  it("says that nothing fits in what was searched alone", async () => {
    openApp(unindexed(), "/s/memory?find=nothing&opened=L2Ev");
    await screen.findByText("No key fits in what was searched");
  });

  it("covers everything where nothing is open", async () => {
    openApp(unindexed(), "/s/memory?find=web");
    await screen.findByText("3 of 4 keys at revision 104");
    expect(screen.queryByRole("button", { name: "Go on searching" })).toBeNull();
  });

  it("is not asked again whenever keys change, but when a person wants it", async () => {
    const client = unindexed();
    const { queryClient } = openApp(client, "/s/memory?find=web&opened=L2Ev");
    await screen.findByText("1 of 2 keys", { exact: false });
    client.put("/a/web-9", "1");
    await queryClient.invalidateQueries({ queryKey: ["source"] });
    await screen.findByRole("button", { name: "Search again" });
    expect(client.asked.filter((question) => question.startsWith("search"))).toHaveLength(1);
    fireEvent.click(screen.getByRole("button", { name: "Search again" }));
    await screen.findByText("2 of 3 keys in 1 opened prefix at revision 105.", { exact: false });
  });

  it("offers the index, and searches all keys once it is there", async () => {
    const client = unindexed();
    const { queryClient } = openApp(client, "/s/memory?find=web&opened=L2Ev");
    await screen.findByText("1 of 2 keys", { exact: false });
    const [offer] = screen.getAllByRole("button", { name: "Build the index" });
    fireEvent.click(offer!);
    await waitFor(() => expect(client.asked).toContain("build index memory"));
    client.state = "ready";
    await queryClient.invalidateQueries({ queryKey: ["source"] });
    await screen.findByText("3 of 4 keys at revision 104");
  });

  it("covers what an index holds so far, and can be searched again when that is more", async () => {
    const client = unindexed();
    client.state = "indexing";
    openApp(client, "/s/memory?find=web");
    await screen.findByText("3 of 4 keys in the index so far at revision 104.", { exact: false });
    expect(told()).toContain("The others follow once they are indexed.");
    fireEvent.click(await screen.findByRole("button", { name: "Search again" }));
    await waitFor(() => expect(client.asked.filter((one) => one === "search text web")).toHaveLength(2));
  });

  it("says all of it in Chinese", async () => {
    openApp(unindexed(), "/s/memory?find=web&opened=L2Ev.L2Iv", "zh");
    await screen.findByText("2 个已打开前缀的 2 个键中有 1 个，修订版本 104。", { exact: false });
    expect(told()).toContain("尚未搜索完：1 个前缀。");
    await screen.findByRole("button", { name: "继续搜索" });
  });
});
