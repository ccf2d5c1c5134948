import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";

/** The browser's end of a stream that the test tells into. */
class Wire extends EventTarget {
  static opened: Wire[] = [];
  readonly url: string;
  isClosed = false;
  constructor(url: string) {
    super();
    this.url = url;
    Wire.opened.push(this);
  }
  close(): void {
    this.isClosed = true;
  }
  tell(name: string, data: object, lastEventId: string): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
  }
}

const last = (): Wire => Wire.opened.at(-1)!;
const pill = () => document.querySelector(".pill")?.textContent;

beforeEach(() => {
  localStorage.clear();
  furnish();
  Wire.opened = [];
  vi.stubGlobal("EventSource", Wire);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function opened(): Promise<MemoryClient> {
  const client = new MemoryClient().put("/app/x", "before").put("/other/y", "1").put("/app/z", "");
  openApp(client, "/s/memory/key?key=/app/x&view=raw");
  await screen.findByText("before");
  await screen.findByText("z", { selector: ".tree-name" });
  const { sources } = await client.sources();
  last().tell("state", sources[0]!, String(client.revision));
  await waitFor(() => expect(pill()).toBe("Live"));
  client.asked.length = 0;
  return client;
}

/** Tells that the client's newest revision did this. */
function tell(client: MemoryClient, ...changes: { key: string; change: string }[]): void {
  const revision = String(client.revision);
  last().tell("changes", { revision, keyCount: 3, changes }, revision);
}

describe("what the live stream tells", () => {
  it("is not forgotten over the answer to a wish for the index that is there already", async () => {
    const client = await opened();
    client.state = "unindexed";
    const { sources } = await client.sources();
    last().tell("state", sources[0]!, String(client.revision));
    const build = client.index.bind(client);
    client.index = async (...wish) => {
      const answer = await build(...wish);
      client.state = "ready";
      return answer;
    };
    fireEvent.click(await screen.findByRole("button", { name: "Build the index" }));
    await waitFor(() => expect(client.asked).toContain("build index memory"));
    await waitFor(() => expect(pill()).toBe("Live"));
  });

  it("reads the open value anew when it changed, and no level", async () => {
    const client = await opened();
    client.put("/app/x", "after");
    tell(client, { key: "/app/x", change: "changed" });
    await screen.findByText("after");
    expect(client.asked.filter((question) => question.startsWith("children"))).toEqual([]);
    expect(document.querySelector(".status-bar")?.textContent).toContain(String(client.revision));
  });

  it("reads what a new key touches of the levels above, and no value", async () => {
    const client = await opened();
    client.put("/app/new", "");
    tell(client, { key: "/app/new", change: "inserted" });
    await screen.findByText("new", { selector: ".tree-name" });
    expect(client.asked.toSorted()).toEqual(["children  from", "children /app/ from"]);
  });

  it("reads of a level of many pages only the one that changed", async () => {
    const client = new MemoryClient();
    for (let at = 0; at < 1600; at++) client.put(`/many/${String(at).padStart(4, "0")}`);
    const { queryClient } = openApp(client, "/s/memory/key?key=/many/0000");
    await screen.findByText("0001", { selector: ".tree-name" });
    const { sources } = await client.sources();
    last().tell("state", sources[0]!, String(client.revision));
    await waitFor(() => expect(pill()).toBe("Live"));
    const more = screen.getByRole("tree");
    more.focus();
    for (const cursor of ["500", "1000"]) {
      fireEvent.keyDown(more, { key: "End" });
      fireEvent.keyDown(more, { key: "Enter" });
      await waitFor(() => expect(client.asked).toContain(`children /many/ ${cursor}`));
    }
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    client.asked.length = 0;
    client.put("/many/0700-new");
    client.delete("/many/0702");
    tell(client, { key: "/many/0700-new", change: "inserted" }, { key: "/many/0702", change: "deleted" });
    await waitFor(() => expect(client.asked.toSorted()).toEqual(["children  from", "children /many/ from"]));
    client.put("/many/2000");
    tell(client, { key: "/many/2000", change: "inserted" });
    await waitFor(() => expect(client.asked.filter((one) => one === "children /many/ from")).toHaveLength(2));
    const row = screen.getAllByRole("treeitem").find(({ ariaLevel }) => ariaLevel === "2");
    await waitFor(() => expect(row?.ariaSetSize).toBe("1601"));
  });

  it("reads nothing anew for what is not open", async () => {
    const client = await opened();
    client.put("/other/y", "2");
    tell(client, { key: "/other/y", change: "changed" });
    client.put("/app/new", "");
    tell(client, { key: "/app/new", change: "inserted" });
    await screen.findByText("new", { selector: ".tree-name" });
    expect(client.asked).not.toContain("value /other/y");
    expect(client.asked).not.toContain("children /other/");
  });

  it("reads everything anew after a resync", async () => {
    const client = await opened();
    client.put("/app/x", "after").put("/app/new", "");
    last().tell("resync", { revision: String(client.revision) }, String(client.revision));
    await screen.findByText("after");
    await screen.findByText("new", { selector: ".tree-name" });
    await waitFor(() => expect(pill()).toBe("Live"));
  });

  it("says that the connection is lost, and goes on behind the last event", async () => {
    await opened();
    const since = new URL(last().url, "http://x").searchParams.get("since");
    expect(since).toBeNull();
    const before = Wire.opened.length;
    last().dispatchEvent(new Event("error"));
    await waitFor(() => expect(pill()).toBe("Reconnecting (1 s)"));
    await waitFor(() => expect(Wire.opened.length).toBe(before + 1), { timeout: 5000 });
    expect(new URL(last().url, "http://x").searchParams.get("since")).toBe("103");
  });
});

describe("a tab that nobody looks at", () => {
  it("gives its connection back after five minutes, and goes on where it was when it is seen", async () => {
    await opened();
    vi.useFakeTimers();
    const show = (state: "hidden" | "visible"): void => {
      vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
      document.dispatchEvent(new Event("visibilitychange"));
    };
    const beat = (): void => last().tell("heartbeat", { revision: "103" }, "103");
    show("hidden");
    for (let minute = 0; minute < 4.9 * 60; minute += 14) {
      vi.advanceTimersByTime(14_000);
      beat();
    }
    expect(last().isClosed).toBe(false);
    vi.advanceTimersByTime(20_000);
    expect(last().isClosed).toBe(true);
    show("visible");
    vi.useRealTimers();
    expect(last().isClosed).toBe(false);
    expect(last().url).toContain("since=103");
  });
});
