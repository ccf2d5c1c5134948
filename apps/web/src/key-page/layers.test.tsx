import type { FieldAnswer, LayerAnswer, ValueAnswer } from "@etcdscope/contract";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";

beforeEach(() => {
  localStorage.clear();
  furnish();
});
afterEach(cleanup);

const field = (name: string, end: number, more: Partial<FieldAnswer> = {}): FieldAnswer => ({
  name,
  span: [0, end],
  value: [0, end],
  ...more,
});

const layer: LayerAnswer = {
  name: "decrypted",
  size: 15,
  parent: [4, 20],
  provenance: 'aescbc with key "key1"',
  encoding: { id: "kubernetes-protobuf", apiVersion: "v1", kind: "ConfigMap", outcome: "ok", explained: 15 },
  fields: [field("metadata", 15, { path: "metadata" })],
  wire: null,
  masked: [],
  warnings: [],
};

const encrypted: Partial<ValueAnswer> = {
  encoding: {
    id: "encrypted",
    provider: "aescbc",
    keyName: "key1",
    kind: "ConfigMap",
    outcome: "ok",
    explained: 20,
  },
  json: "{}",
  fields: [field("ciphertext", 20)],
  layers: [layer],
  documentLayer: "decrypted",
};

const client = () => new MemoryClient().put("/app/e", "x".repeat(20), encrypted);

describe("a value that was decrypted", () => {
  it("shows the fields of the plaintext, and those of the stored bytes when asked", async () => {
    const { address } = openApp(client(), "/s/memory/key?key=/app/e&view=fields");
    await screen.findByText("metadata");
    screen.getByText(/Encrypted at rest by aescbc with key "key1"/);
    await userEvent.click(screen.getByRole("button", { name: "As stored" }));
    await screen.findByText("ciphertext");
    expect(screen.queryByText("metadata")).toBeNull();
    expect(address()).toBe("/s/memory/key?key=/app/e&view=fields&layer=stored");
    expect(screen.getByRole("button", { name: "As stored" }).getAttribute("aria-pressed")).toBe("true");
    await userEvent.click(screen.getByRole("button", { name: "Decrypted" }));
    await screen.findByText("metadata");
  });

  it("shows the bytes of the layer that the address names", async () => {
    const memory = client();
    openApp(memory, "/s/memory/key?key=/app/e&view=raw");
    await screen.findByText("decrypted bytes");
    expect(memory.asked).toContain("bytes /app/e decrypted");
    cleanup();
    openApp(memory, "/s/memory/key?key=/app/e&view=raw&layer=stored");
    await screen.findByText("x".repeat(20));
    expect(memory.asked).toContain("bytes /app/e");
  });
});

describe("what follows from a value", () => {
  it("is listed under the document of a range, and leads to its bit", async () => {
    const allocated = [
      { value: "30784", offset: 784, span: [8, 9] as const, bit: 0 },
      { value: "31407", offset: 1407, span: [4, 5] as const, bit: 7 },
    ];
    const memory = new MemoryClient().put("/app/r", "x".repeat(20), {
      json: "{}",
      allocations: { of: "ports", range: "30000-32767", total: 2768, count: 3, allocated },
    });
    const { address } = openApp(memory, "/s/memory/key?key=/app/r&view=json");
    const region = await screen.findByRole("region", { name: "Node ports given out" });
    within(region).getByText(/3 of 2,768 in 30000-32767/);
    within(region).getByText("and 1 more");
    await userEvent.click(within(region).getByRole("button", { name: "Show the bit of 31407 in Hex" }));
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=/app/r&view=hex&at=0x4-0x5"));
  });

  it("is a note, in the language that was chosen", async () => {
    const notes = [{ code: "compact_revision", message: "The revision …" }] as const;
    openApp(new MemoryClient().put("/app/n", "902", { notes }), "/s/memory/key?key=/app/n", "zh");
    await screen.findByText("API 服务器最近一次请求 etcd 压缩到的修订版本。");
  });

  it("is the name of an enum's value beside its number", async () => {
    const fields = [field("currency", 2, { type: "enum shop.Currency", text: "1", label: "EUR" })];
    openApp(new MemoryClient().put("/app/f", "xx", { fields }), "/s/memory/key?key=/app/f&view=fields");
    await screen.findByText("EUR");
  });
});
