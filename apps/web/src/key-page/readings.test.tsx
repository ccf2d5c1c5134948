import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";

// A busy machine is no failure.
vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  localStorage.clear();
  furnish();
});
afterEach(cleanup);

it("what bytes can be read as is offered, a long reading folded", async () => {
  const readings = [
    { as: "uint32-be", text: "1363896240" },
    { as: "unix-s", text: "2013-03-21T20:04:00Z" },
    { as: "msgpack", text: '{\n  "a": 1\n}' },
  ] as const;
  const encoding = { id: "binary", outcome: "failed", explained: 0 } as const;
  openApp(new MemoryClient().put("/app/x", "abcd", { readings, encoding }), "/s/memory/key?key=/app/x");
  const title = await screen.findByText("These bytes can be read as");
  expect(title.closest(".banner")?.textContent).toContain("Unix time in s 2013-03-21T20:04:00Z");
  const folded = screen.getByText("MessagePack");
  expect(folded.closest("details")?.open).toBe(false);
  await userEvent.setup().click(folded);
  expect(folded.closest("details")?.querySelector("pre")?.textContent).toBe('{\n  "a": 1\n}');
});

it("ciphertext says by what it is encrypted and what opens it, and is not called damaged", async () => {
  const encoding = {
    id: "encrypted",
    outcome: "sealed",
    provider: "aescbc",
    keyName: "key1",
    reason: 'encrypted at rest by aescbc with key "key1", and no EncryptionConfiguration was given',
    explained: 4,
  } as const;
  openApp(new MemoryClient().put("/app/x", "abcd", { encoding, fields: [] }), "/s/memory/key?key=/app/x");
  const title = await screen.findByText("Encrypted at rest by aescbc, key key1");
  expect(title.closest(".banner")?.textContent).toContain("--encryption-config FILE");
  expect(screen.queryByText("Decoded in part")).toBeNull();
  expect((await screen.findByRole("tab", { name: "Fields" })).ariaSelected).toBe("true");
});
