import type { FieldAnswer } from "@etcdscope/contract";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ApiFailure } from "../api/client.ts";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";

beforeEach(() => {
  localStorage.clear();
  furnish();
});
afterEach(cleanup);

const leaf = (name: string, start: number, end: number, more: Partial<FieldAnswer> = {}): FieldAnswer => ({
  name,
  path: name,
  number: 1,
  type: "string",
  span: [start, end],
  value: [start + 1, end],
  ...more,
});

const wire: FieldAnswer[] = [
  { name: null, number: 7, wireType: "varint", span: [0, 4], value: [1, 4], text: "42" },
];

const tab = (name: string) => screen.findByRole("tab", { name });

describe("the key page", () => {
  it("falls to Wire when the value could not be decoded, and says why and where", async () => {
    const api = new MemoryClient().put("/app/x", "abcdefgh", {
      encoding: {
        id: "kubernetes-protobuf",
        outcome: "failed",
        reason: "Field 3 ends outside",
        offset: 5,
        explained: 0,
      },
      wire,
    });
    openApp(api, "/s/memory/key?key=/app/x");
    const banner = (await screen.findByText("Could not be decoded")).closest(".banner");
    expect(banner?.textContent).toContain("Field 3 ends outside · at byte 0x5 · Showing Wire instead.");
    expect((await tab("Wire")).ariaSelected).toBe("true");
    expect(screen.getByRole("row", { name: /field 7/ }).textContent).toContain("42");
  });

  it("tells how long the key's lease has left, and leads to its other keys", async () => {
    const api = new MemoryClient().put("/app/x", "1", { lease: "255" });
    api.clusterTold = new ApiFailure("source_timeout", "later");
    openApp(api, "/s/memory/key?key=/app/x");
    const lease = await screen.findByRole("link", { name: "00000000000000ff" });
    expect(lease.getAttribute("href")).toBe("/s/memory/cluster?lease=255");
    await screen.findByText(/42 s left of 60 s/);
  });

  it("leads from the banner to the damaged byte", async () => {
    const user = userEvent.setup();
    const encoding = {
      id: "protobuf",
      outcome: "partial",
      reason: "Cut off",
      offset: 5,
      explained: 5,
    } as const;
    const api = new MemoryClient().put("/app/x", "abcdefgh", { encoding, wire });
    const { address } = openApp(api, "/s/memory/key?key=/app/x&view=wire");
    await user.click(await screen.findByRole("button", { name: "Show the place in Hex" }));
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=/app/x&view=hex&at=0x5-0x6"));
    await waitFor(() => expect(document.querySelector(".hex-caret")?.textContent).toBe("66"));
  });

  it("keeps a view that cannot apply in sight, with the reason", async () => {
    const user = userEvent.setup();
    const { address } = openApp(new MemoryClient().put("/app/x", "text"), "/s/memory/key?key=/app/x");
    const json = await tab("JSON");
    expect(json.ariaDisabled).toBe("true");
    expect(json.getAttribute("aria-description")).toBe("This value has no JSON form.");
    await user.click(json);
    expect(address()).toBe("/s/memory/key?key=/app/x");
    expect((await tab("Raw")).ariaSelected).toBe("true");
  });

  it("changes views by Alt and a digit and remembers the last one for such values", async () => {
    const user = userEvent.setup();
    const api = new MemoryClient().put("/app/x", "text").put("/app/y", "also text");
    const { address } = openApp(api, "/s/memory/key?key=/app/x");
    await tab("Raw");
    await user.keyboard("{Alt>}5{/Alt}");
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=/app/x&view=hex"));
    cleanup();
    openApp(api, "/s/memory/key?key=/app/y");
    expect((await tab("Hex")).ariaSelected).toBe("true");
  });

  it("shows masked bytes as masked, with size and fingerprint", async () => {
    const masked = [{ span: [2, 8] as const, size: 6, fingerprint: "9c41", path: "data" }];
    const fields = [leaf("data", 0, 8, { masked: true })];
    const api = new MemoryClient().put("/app/x", "ab******", { fields, masked });
    openApp(api, "/s/memory/key?key=/app/x&view=fields");
    await screen.findByText("masked · 6 bytes · 9c41");
    await screen.findByText("1 value is masked by the server, in every view alike.");
    const user = userEvent.setup();
    await user.click(await tab("Hex"));
    await waitFor(() => {
      const hatched = [...document.querySelectorAll(".hex-bytes .bytes-masked")];
      expect(
        hatched
          .map((run) => run.textContent)
          .join("")
          .replace(/\s/g, ""),
      ).toBe("2a".repeat(6));
    });
  });

  it("says of a long list that only its beginning is shown, and loads more of it", async () => {
    const fields = [leaf("list", 0, 20, { children: [leaf("list[0]", 2, 4, { text: "first" })], more: 3 })];
    const api = new MemoryClient().put("/app/x", "x".repeat(20), { fields });
    openApp(api, "/s/memory/key?key=/app/x&view=fields");
    const note = await screen.findByText(/^list: 1 of 4 entries are shown/);
    await userEvent.click(within(note).getByRole("button", { name: "Load more" }));
    expect(await screen.findByText(/^list: 3 of 4 entries are shown/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Load more" }));
    await waitFor(() => expect(screen.queryByText(/entries are shown/)).toBeNull());
    expect(api.asked.filter((question) => question.startsWith("fields"))).toEqual([
      "fields 0 from 1",
      "fields 0 from 3",
    ]);
    expect(screen.getByText("further 4")).toBeTruthy();
  });

  it("says of a very long document that it is cut, and offers all of it", async () => {
    const parts = { json: '{\n  "a": 1,\n', jsonLength: 9_000_000 };
    openApp(new MemoryClient().put("/app/x", "x", parts), "/s/memory/key?key=/app/x&view=json");
    const link = await screen.findByRole("link", { name: "Download all of it" });
    expect(link.getAttribute("href")).toContain("/document?key=%2Fapp%2Fx");
    cleanup();
    openApp(new MemoryClient().put("/app/x", "x", parts), "/s/memory/key?key=/app/x&view=yaml");
    expect(await screen.findByText(/too long to be shown as YAML/)).toBeTruthy();
  });

  it("asks for the fields of a large value when their view is opened", async () => {
    const api = new MemoryClient().put("/app/x", "x", {
      size: 300_000,
      fields: [leaf("name", 0, 4, { text: "v" })],
    });
    openApp(api, "/s/memory/key?key=/app/x&view=fields");
    await screen.findByText("v");
    expect(api.asked).toContain("whole value /app/x");
  });

  it("has a very large value decoded only when told to", async () => {
    const user = userEvent.setup();
    const api = new MemoryClient().put("/app/x", "x", {
      size: 4_200_000,
      fields: [leaf("name", 0, 4, { text: "v" })],
    });
    openApp(api, "/s/memory/key?key=/app/x&view=fields");
    await user.click(await screen.findByRole("button", { name: "Decode 4.2 MB" }));
    await screen.findByText("v");
  });

  it("writes the selected field into the address and opens it again from there", async () => {
    const user = userEvent.setup();
    const fields = [leaf("spec", 0, 20, { children: [leaf("spec.image", 2, 10, { text: "nginx" })] })];
    const api = new MemoryClient().put("/app/x", "x".repeat(20), { fields });
    const { address } = openApp(api, "/s/memory/key?key=/app/x&view=fields");
    await user.click(await screen.findByText("nginx"));
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=/app/x&view=fields&path=spec.image"));
    cleanup();
    openApp(api, address());
    const row = await screen.findByRole("row", { selected: true });
    expect(within(row).getByText("nginx")).toBeTruthy();
    expect(document.querySelector(".status-under")?.textContent).toBe("spec.image · 0x2–0xa · 8 bytes");
  });
});

describe("the bytes of a value", () => {
  it("are gone through by keys and offsets, and the address follows", async () => {
    const user = userEvent.setup();
    const api = new MemoryClient().put("/app/x", "0123456789abcdef".repeat(8));
    const { address } = openApp(api, "/s/memory/key?key=/app/x&view=hex");
    await user.type(await screen.findByLabelText("Go to offset"), "0x23{Enter}");
    const grid = screen.getByRole("grid");
    await waitFor(() => expect(document.querySelector(".hex-caret")?.textContent).toBe("33"));
    grid.focus();
    await user.keyboard("{ArrowDown}{Shift>}{ArrowRight}{/Shift}");
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=/app/x&view=hex&at=0x33-0x35"));
    await screen.findByText(/2 bytes selected/);
    await user.type(screen.getByLabelText("Go to offset"), "9{Enter}");
    expect(screen.getByText("Not an offset within the value")).toBeTruthy();
  });
});
