import { cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "./app.testing.ts";

beforeEach(() => {
  localStorage.clear();
  furnish();
});
afterEach(cleanup);

const client = () => new MemoryClient().put("/app/x", "some text").put("/app/y", "");

describe("an address", () => {
  it("without a source goes on to the first one", async () => {
    const { address } = openApp(client(), "/");
    await waitFor(() => expect(address()).toBe("/s/memory"));
  });

  it("of nothing says so", async () => {
    openApp(client(), "/no/such/page");
    await screen.findByText("There is nothing at this address");
  });

  it("of an unknown source says so", async () => {
    openApp(client(), "/s/other");
    await screen.findByText("There is no such source");
  });

  it("without a key says so", async () => {
    openApp(client(), "/s/memory/key?keyb=%%%");
    await screen.findByText("The link does not name a key");
  });

  it("of a missing key leads to what is around it", async () => {
    openApp(client(), "/s/memory/key?key=/app/nope");
    await screen.findByText("This key does not exist");
    expect(screen.getByRole("link", { name: "Look around it" }).getAttribute("href")).toBe(
      "/s/memory/prefix?key=/app/",
    );
  });

  it("of a compacted revision names the oldest one and leads there", async () => {
    openApp(client(), "/s/memory/key?key=/app/x&rev=7");
    await screen.findByText("This revision has been compacted");
    expect(screen.getByRole("link", { name: "Show at revision 50" }).getAttribute("href")).toBe(
      "/s/memory/key?key=/app/x&rev=50",
    );
  });

  it("is in the language that was chosen", async () => {
    openApp(client(), "/s/memory/key?key=/app/nope", "zh");
    await screen.findByText("此键不存在");
  });

  it("of an empty value says that it is empty", async () => {
    openApp(client(), "/s/memory/key?key=/app/y");
    await screen.findByText("The value is empty: the key exists and holds no bytes.");
  });
});
