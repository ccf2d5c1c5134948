import type { MaskedAnswer, ValueAnswer } from "@etcdscope/contract";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";

vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => {
  localStorage.clear();
  furnish();
});
afterEach(cleanup);

const masked: MaskedAnswer = { path: "data.token", span: [4, 18], size: 14, fingerprint: "9c419c41" };

const secret: Partial<ValueAnswer> = {
  encoding: { id: "kubernetes-protobuf", apiVersion: "v1", kind: "Secret", outcome: "ok", explained: 20 },
  fields: [
    {
      name: "token",
      path: "data.token",
      type: "bytes",
      wireType: "x",
      span: [2, 18],
      value: [4, 18],
      masked: true,
    },
  ],
  masked: [masked],
  within: [
    {
      what: "certificate",
      in: null,
      path: "data.token",
      span: [4, 18],
      layer: "data.token:certificate",
      masked: true,
    },
  ],
};

const certificate: Partial<ValueAnswer> = {
  encoding: { id: "certificate", outcome: "ok", explained: 10 },
  json: null,
  fields: [{ name: "subject", path: "subject", span: [0, 10], value: [2, 10], text: "CN=old" }],
  masked: [],
  within: [],
  opened: {
    layer: "data.token:certificate",
    size: 10,
    steps: [
      { layer: "data.token:certificate", step: "certificate", path: "data.token", parent: [4, 18], size: 10 },
    ],
    facts: [
      { code: "subject", text: "CN=old" },
      { code: "notAfter", text: "2020-01-02T03:04:05Z" },
    ],
  },
};

const client = (more: Partial<ValueAnswer> = {}) =>
  new MemoryClient()
    .put("/app/s", "x".repeat(20), { ...secret, ...more })
    .putLayer("data.token:certificate", certificate);
const fields = "/s/memory/key?key=/app/s&view=fields";
const list = () => screen.findByRole("region", { name: "Values within this value" });
const reveal = async () =>
  await userEvent.click(within(await list()).getByRole("button", { name: "Reveal data.token" }));

describe("a masked field", () => {
  it("is revealed on request, in the list and in the view, and nowhere in the address", async () => {
    const memory = client();
    const { address } = openApp(memory, fields);
    await reveal();
    await waitFor(() => expect(screen.getAllByText("revealed bytes").length).toBeGreaterThan(0));
    expect(memory.asked).toContain("reveal 4-18");
    expect(address()).toBe("/s/memory/key?key=/app/s&view=fields");
    screen.getByText(/Revealed: hidden again in \d+ s/);
    await userEvent.click(within(await list()).getByRole("button", { name: "Hide data.token" }));
    expect(screen.queryByText("revealed bytes")).toBeNull();
  });

  it("is hidden again when the window loses the focus", async () => {
    openApp(client(), fields);
    await reveal();
    await screen.findAllByText("revealed bytes");
    fireEvent.blur(window);
    await waitFor(() => expect(screen.queryByText("revealed bytes")).toBeNull());
  });

  it("is copied without being shown", async () => {
    const write = vi.fn(async (_: string) => undefined);
    openApp(client(), fields);
    Object.defineProperty(navigator, "clipboard", { value: { writeText: write }, configurable: true });
    const button = within(await list()).getByRole("button", { name: "Copy data.token without showing it" });
    fireEvent.click(button);
    await waitFor(() => expect(write).toHaveBeenCalledWith("revealed bytes"));
    expect(screen.queryByText("revealed bytes")).toBeNull();
  });

  it("has no eye where the operator forbids it, and the page says so", async () => {
    openApp(client({ canReveal: false }), fields);
    await screen.findByText("Not revealed here");
    expect(screen.queryByRole("button", { name: /^Reveal/ })).toBeNull();
    within(await list()).getByText("certificate");
  });
});

describe("a layer of masked bytes", () => {
  const layer = `${fields}&layer=${encodeURIComponent("data.token:certificate")}`;

  it("opens with what it is made from, says that it has expired, and leads back", async () => {
    const memory = client();
    const { address } = openApp(memory, fields);
    const open = within(await list()).getByRole("button", { name: "Open data.token as certificate" });
    await userEvent.click(open);
    await screen.findByText(/^Expired \d+ years ago/);
    expect(memory.asked).toContain("reveal 4-18 data.token:certificate");
    expect(memory.asked.filter((one) => one.startsWith("value") && one.includes("certificate"))).toEqual([]);
    expect(address()).toContain("layer=data.token:certificate");
    const trail = screen.getByRole("navigation", { name: "Which bytes are shown" });
    await userEvent.click(within(trail).getByRole("button", { name: "As stored" }));
    await waitFor(() => expect(address()).toBe("/s/memory/key?key=/app/s&path=data.token"));
  });

  it("waits to be revealed where it is opened by its address, and goes with what it is made from", async () => {
    openApp(client(), layer);
    await userEvent.click(await screen.findByRole("button", { name: "Reveal" }));
    await screen.findByText(/^Expired/);
    fireEvent.blur(window);
    await screen.findByText("Made from hidden bytes");
    expect(screen.queryByText("CN=old")).toBeNull();
  });
});

describe("a layer of open bytes", () => {
  it("is asked for by its name, its bytes too", async () => {
    const within = [
      { what: "certificate", in: null, path: "data.ca", span: [1, 9], layer: "data.ca:certificate" },
    ] as const;
    const opened = { ...certificate.opened, layer: "data.ca:certificate" } as ValueAnswer["opened"];
    const memory = new MemoryClient()
      .put("/app/c", "x".repeat(20), { within, json: "{}" })
      .putLayer("data.ca:certificate", { ...certificate, opened });
    openApp(memory, "/s/memory/key?key=/app/c");
    await userEvent.click(await screen.findByRole("button", { name: "Open data.ca as certificate" }));
    await screen.findByText(/^Expired/);
    expect(memory.asked).toContain("whole value /app/c data.ca:certificate");
    await userEvent.click(screen.getByRole("tab", { name: "Raw" }));
    await screen.findByText("data.ca:certificate bytes");
  });
});
