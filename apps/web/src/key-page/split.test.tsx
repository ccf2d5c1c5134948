import type { FieldAnswer, ValueAnswer } from "@etcdscope/contract";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";

beforeEach(() => {
  localStorage.clear();
  furnish();
});
afterEach(cleanup);

const field = (name: string, start: number, end: number, more: Partial<FieldAnswer> = {}): FieldAnswer => ({
  name,
  path: name,
  span: [start, end],
  value: [start, end],
  ...more,
});

const text = (selector: string): string =>
  [...document.querySelectorAll(`[data-side=second] .hex-ascii ${selector}`)]
    .map(({ textContent }) => textContent)
    .join("");

const encrypted: Partial<ValueAnswer> = {
  encoding: { id: "encrypted", provider: "aescbc", keyName: "key1", outcome: "ok", explained: 20 },
  json: "{}",
  fields: [{ name: "ciphertext", span: [4, 20], value: [4, 20] }],
  layers: [
    {
      name: "decrypted",
      size: 15,
      parent: [4, 20],
      provenance: 'aescbc with key "key1"',
      encoding: { id: "json", outcome: "ok", explained: 15 },
      fields: [field("kind", 0, 9), field("metadata", 9, 15)],
      wire: null,
      masked: [],
      warnings: [],
    },
  ],
  documentLayer: "decrypted",
};

describe("two views side by side", () => {
  const fields = [field("spec", 0, 20, { children: [field("spec.image", 2, 10, { text: "nginx" })] })];
  const client = () => new MemoryClient().put("/app/x", "0123456789abcdefghij", { fields });

  it("light in one what the mouse is on in the other, and what is around it", async () => {
    openApp(client(), "/s/memory/key?key=/app/x&view=fields&split=hex");
    const row = (await screen.findByText("nginx")).closest("[role=row]");
    await waitFor(() => expect(document.querySelector(".hex-row")).not.toBeNull());
    if (row !== null) fireEvent.pointerEnter(row);
    await waitFor(() => expect(text(".lit")).toBe("23456789"));
    expect(text(".lit-around")).toBe("0123456789abcdefghij");
    expect(document.querySelector(".status-under")?.textContent).toBe("spec.image · 0x2–0xa · 8 bytes");
    fireEvent.pointerLeave(screen.getByRole("treegrid"));
    await waitFor(() => expect(text(".lit")).toBe(""));
  });

  it("hold fast what was clicked until Escape", async () => {
    const user = userEvent.setup();
    const { address } = openApp(client(), "/s/memory/key?key=/app/x&view=fields&split=hex");
    await user.click(await screen.findByText("nginx"));
    await waitFor(() => expect(text(".pin")).toBe("23456789"));
    expect(address()).toBe("/s/memory/key?key=/app/x&view=fields&split=hex&path=spec.image");
    screen.getByRole("grid").focus();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=/app/x&view=fields&split=hex"));
    expect(text(".pin")).toBe("");
  });

  it("are of the same layer, and tell over the stored bytes where the layer came from", async () => {
    const memory = new MemoryClient().put("/app/e", "0123456789abcdefghij", encrypted);
    openApp(memory, "/s/memory/key?key=/app/e&view=fields&split=hex&path=metadata");
    await waitFor(() => expect(text(".pin")).toBe(" bytes"));
    cleanup();
    openApp(memory, "/s/memory/key?key=/app/e&view=fields&split=hex&path=metadata&layer=stored");
    await waitFor(() => expect(text(".pin-around")).toBe("456789abcdefghij"));
    expect(text(".pin")).toBe("");
  });

  it("fall back where the second does not apply, and keep its tab with the reason", async () => {
    openApp(new MemoryClient().put("/app/t", "some text"), "/s/memory/key?key=/app/t&view=raw&split=wire");
    const tabs = await screen.findByRole("tablist", { name: "Second view of the value" });
    const chosen = tabs.querySelector("[aria-selected=true]");
    expect(chosen?.textContent).toBe("Hex");
  });
});

describe("the bytes of a very large value", () => {
  it("are fetched in parts, as they are looked at", async () => {
    const memory = new MemoryClient().put("/app/l", new Uint8Array(3_000_000).fill(0x61));
    openApp(memory, "/s/memory/key?key=/app/l&view=hex");
    await waitFor(() => expect(document.querySelector(".hex-ascii")?.textContent).toBe("a".repeat(16)));
    const parts = memory.asked.filter((question) => question.startsWith("part"));
    expect([...new Set(parts)]).toEqual(["part 0,262144"]);
  });
});
