import { cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "./app.testing.ts";

beforeEach(() => {
  localStorage.clear();
  furnish();
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const poll = () => vi.advanceTimersByTimeAsync(2100);
const pill = () => document.querySelector(".pill")?.textContent;

describe("a source that goes away", () => {
  it("leaves on the screen what was there, says so, and is followed when it is back", async () => {
    const client = new MemoryClient().put("/app/x", "before");
    openApp(client, "/s/memory/key?key=/app/x&view=raw");
    await screen.findByText("before");
    expect(pill()).toBe("Live");
    client.state = "away";
    await poll();
    await screen.findByText("The source does not answer");
    await screen.findByText(/The state as of \S.* is shown/);
    expect(pill()).toBe("Away");
    expect(screen.getByText("before")).toBeTruthy();
    client.state = "ready";
    client.put("/app/x", "after").put("/app/y", "new");
    await poll();
    await screen.findByText("after");
    await screen.findByText("y", { selector: ".tree-name" });
    expect(screen.queryByText("The source does not answer")).toBeNull();
    expect(pill()).toBe("Live");
  });

  it("is told apart from one that answers and denies access, or refuses the credentials", async () => {
    const client = new MemoryClient().put("/app/x", "before");
    openApp(client, "/s/memory/key?key=/app/x&view=raw");
    await screen.findByText("before");
    client.state = "away";
    for (const [code, title] of [
      ["permission_denied", "The source denies access"],
      ["unauthenticated", "The source refused the credentials"],
    ] as const) {
      client.awayWith = code;
      await poll();
      await screen.findByText(title);
      expect(screen.queryByText("The source does not answer")).toBeNull();
      expect(pill()).toBe("Access denied");
    }
  });

  it("is told apart from a server that does not answer", async () => {
    const client = new MemoryClient().put("/app/x", "before");
    openApp(client, "/s/memory/key?key=/app/x&view=raw");
    await screen.findByText("before");
    client.failWith("unreachable");
    await poll();
    await screen.findByText("The etcdscope server does not answer");
    expect(pill()).toBe("Server away");
    expect(screen.getByText("before")).toBeTruthy();
    client.failWith();
    await poll();
    await waitFor(() => expect(pill()).toBe("Live"));
  });

  it("recovers where the page had nothing to show yet", async () => {
    const client = new MemoryClient().put("/app/x", "there");
    client.failWith("unreachable");
    openApp(client, "/s/memory/key?key=/app/x&view=raw");
    await screen.findAllByText("The etcdscope server does not answer");
    client.failWith();
    await poll();
    await screen.findByText("there");
  });
});

describe("a value that costs too much to read", () => {
  it.each(["too_large", "took_too_long"] as const)("may be downloaded as it is stored: %s", async (code) => {
    const client = new MemoryClient().put("/app/x", "there");
    client.failWith(code);
    openApp(client, "/s/memory/key?key=/app/x");
    const link = await screen.findByRole("link", { name: "Download bytes" });
    expect(link.getAttribute("href")).toContain("/bytes?key=%2Fapp%2Fx");
  });
});

describe("a key that is deleted while it is open", () => {
  it("stays, greyed, with a banner that says so", async () => {
    const client = new MemoryClient().put("/app/x", "last words");
    openApp(client, "/s/memory/key?key=/app/x&view=raw");
    await screen.findByText("last words");
    client.delete("/app/x");
    await poll();
    await screen.findByText("This key has been deleted");
    expect(screen.getByText("last words")).toBeTruthy();
  });
});

describe("a key that changes while it is open", { timeout: 30_000 }, () => {
  const open = async (address: string) => {
    const client = new MemoryClient().put("/app/x", "before", { json: '{"a":1,"b":1}' });
    openApp(client, address);
    await screen.findByText("before");
    return client;
  };

  it("changes in place where nobody is at work in it", async () => {
    const client = await open("/s/memory/key?key=/app/x&view=raw");
    client.put("/app/x", "after");
    await poll();
    await screen.findByText("after");
    expect(screen.queryByText(/Changed at revision/)).toBeNull();
    expect(document.querySelector(".key-flash")).not.toBeNull();
  });

  it("waits where a part of it is selected, and says how much changed", async () => {
    const client = await open("/s/memory/key?key=/app/x&view=raw&path=a");
    client.put("/app/x", "after", { json: '{"a":2,"c":1}' });
    await poll();
    await screen.findByText("Changed at revision 102");
    expect(screen.getByText(/3 fields differ/)).toBeTruthy();
    expect(screen.getByText("before")).toBeTruthy();
    screen.getByRole("button", { name: "Update" }).click();
    await screen.findByText("after");
    expect(screen.queryByText(/Changed at revision/)).toBeNull();
  });

  it("says so beside the revision that the page is pinned to", async () => {
    const client = await open("/s/memory/key?key=/app/x&view=raw&rev=101");
    await screen.findByText("This page does not follow changes.");
    client.put("/app/x", "after");
    await poll();
    await screen.findByText("It has changed since, at revision 102.");
    client.delete("/app/x");
    await poll();
    await screen.findByText("It has been deleted since.");
    expect(screen.getByText("before")).toBeTruthy();
  });

  it("tells a key that may not be read any more from one that is deleted", async () => {
    const client = await open("/s/memory/key?key=/app/x&view=raw");
    client.failReading("permission_denied");
    client.put("/app/y", "other");
    await poll();
    await screen.findByText("This key may not be read any more");
    expect(screen.getByText("before")).toBeTruthy();
  });
});
