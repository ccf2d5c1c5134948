import type { FieldAnswer, ValueAnswer } from "@etcdscope/contract";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
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

const pane = (side: "first" | "second"): HTMLElement => {
  const panes = document.querySelectorAll<HTMLElement>(`[data-side=${side}]`);
  const last = [...panes].at(-1);
  if (last === undefined) throw new Error(`no ${side} pane`);
  return last;
};

const text = (side: "first" | "second", selector: string): string =>
  [...pane(side).querySelectorAll(`.hex-ascii ${selector}`)].map(({ textContent }) => textContent).join("");

const layer = 'data["ca"]:json';
const steps = [{ layer, step: "json", path: 'data["ca"]', parent: [4, 10] as const, size: 8 }];

const holder: Partial<ValueAnswer> = {
  json: "{}",
  fields: [field("data", 0, 20, { children: [field('data["ca"]', 2, 10), field("other", 10, 20)] })],
  within: [{ what: "json", in: null, path: 'data["ca"]', span: [4, 10], layer }],
};

const inner: Partial<ValueAnswer> = {
  json: null,
  fields: [field("subject", 0, 8, { text: "inside" })],
  within: [],
  opened: { layer, size: 8, steps, facts: [] },
};

const client = () => new MemoryClient().put("/app/x", "0123456789abcdefghij", holder).putLayer(layer, inner);

const besideLayer = `/s/memory/key?key=/app/x&view=hex&split=fields&splitlayer=${encodeURIComponent(layer)}`;

describe("a second pane of a layer", () => {
  it("lights the bytes that the layer was made from, and nothing else", async () => {
    openApp(client(), besideLayer);
    const row = (await screen.findByText("inside")).closest("[role=row]");
    await waitFor(() => expect(document.querySelector(".hex-row")).not.toBeNull());
    if (row !== null) fireEvent.pointerEnter(row);
    await waitFor(() => expect(text("first", ".lit-around")).toBe("456789"));
    expect(text("first", ".lit")).toBe("");
    expect(text("first", ".bytes-under")).toBe("");
  });

  it("holds fast what is selected, in the address of its own, until Escape on either side", async () => {
    const user = userEvent.setup();
    const { address } = openApp(client(), besideLayer);
    await user.click(await screen.findByText("inside"));
    await waitFor(() => expect(address()).toContain("splitpath=subject"));
    await waitFor(() => expect(text("first", ".pin-around")).toBe("456789"));
    within(pane("first")).getByRole("grid").focus();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(address()).not.toContain("splitpath"));
  });

  it("is chosen in its head, where the stored bytes and all layers stand", async () => {
    const user = userEvent.setup();
    const { address } = openApp(client(), "/s/memory/key?key=/app/x&view=hex&split=fields");
    const choice = await screen.findByRole("combobox", { name: "Which bytes the second view shows" });
    await user.selectOptions(choice, layer);
    await screen.findByText("inside");
    expect(address()).toContain("splitlayer=");
    await user.selectOptions(
      screen.getByRole("combobox", { name: "Which bytes the second view shows" }),
      "As stored",
    );
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=/app/x&view=hex&split=fields"));
  });

  it("is offered by what is selected in the bytes that it is made from", async () => {
    const user = userEvent.setup();
    const { address } = openApp(client(), "/s/memory/key?key=/app/x&view=fields&path=other");
    await user.click(await screen.findByText('data["ca"]', { selector: "[role=treegrid] *" }));
    await user.click(await screen.findByRole("button", { name: "Open beside" }));
    await screen.findByText(`${layer} bytes`);
    expect(address()).toContain("splitlayer=");
    // It is there: nothing more to offer.
    expect(screen.queryByRole("button", { name: "Open beside" })).toBeNull();
  });

  it("changes sides, and leaves", async () => {
    const user = userEvent.setup();
    const { address } = openApp(client(), besideLayer);
    await screen.findByText("inside");
    await user.click(screen.getByRole("button", { name: "Swap the two views" }));
    await waitFor(() =>
      expect(address()).toBe(
        `/s/memory/key?key=/app/x&view=fields&layer=data%5B%22ca%22%5D:json&split=hex&splitlayer=document`,
      ),
    );
    await user.keyboard("{Alt>}s{/Alt}");
    await waitFor(() =>
      expect(address()).toBe("/s/memory/key?key=/app/x&view=fields&layer=data%5B%22ca%22%5D:json"),
    );
  });
});

describe("a second key", () => {
  const two = () => client().put("/app/y", "other value");
  const beside = "/s/memory/key?key=/app/x&view=hex&split=hex&beside=/app/y";

  it("has a page of its own, with its own selection", async () => {
    const user = userEvent.setup();
    const { address } = openApp(two(), beside);
    await waitFor(() => expect(pane("second").querySelector(".hex-ascii")?.textContent).toContain("other"));
    const goTo = within(pane("second")).getByRole("textbox");
    await user.type(goTo, "0x2{Enter}");
    await waitFor(() => expect(address()).toContain("splitat=0x2-0x3"));
    expect(text("first", ".pin")).toBe("");
    const goFirst = within(pane("first")).getByRole("textbox");
    await user.type(goFirst, "0x3{Enter}");
    await waitFor(() => expect(address()).toContain("&at=0x3-0x4"));
    expect(address()).toContain("splitat=0x2-0x3");
  });

  it("changes its view by Alt, Shift and a digit", async () => {
    const user = userEvent.setup();
    const { address } = openApp(two(), beside);
    await waitFor(() => expect(document.querySelectorAll(".hex-ascii").length).toBeGreaterThan(2));
    await user.keyboard("{Alt>}{Shift>}6{/Shift}{/Alt}");
    await waitFor(() => expect(address()).toContain("view=hex&split=raw"));
    await user.keyboard("{Alt>}3{/Alt}");
    await waitFor(() => expect(address()).toContain("view=fields&split=raw"));
  });

  it("is shown alone, swapped and closed from its head", async () => {
    const user = userEvent.setup();
    const { address } = openApp(two(), beside);
    await user.click(await screen.findByRole("button", { name: "Swap the two keys" }));
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=/app/y&view=hex&split=hex&beside=/app/x"));
    await user.click(await screen.findByRole("button", { name: "Show this key alone" }));
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=/app/x&view=hex"));
    cleanup();
    const again = openApp(two(), beside);
    await user.click(await screen.findByRole("button", { name: /Close the second key/ }));
    await waitFor(() => expect(again.address()).toBe("/s/memory/key?key=/app/x&view=hex"));
  });

  it("that does not exist says so, and the first stays", async () => {
    openApp(client(), "/s/memory/key?key=/app/x&view=hex&beside=/app/gone");
    await screen.findByText("This key does not exist");
    await waitFor(() => expect(pane("first").querySelector(".hex-ascii")).not.toBeNull());
  });
});
