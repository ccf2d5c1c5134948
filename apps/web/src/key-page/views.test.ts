// @vitest-environment node
import type { ValueAnswer } from "@etcdscope/contract";
import { describe, expect, it } from "vitest";
import { chooseView, unfit } from "./views.ts";

const value = (parts: Partial<ValueAnswer>): ValueAnswer => ({
  key: "/app/x",
  revision: "7",
  createRevision: "1",
  modRevision: "5",
  version: "2",
  lease: "0",
  keySize: 6,
  size: 10,
  encoding: { id: "binary", outcome: "ok", explained: 0 },
  json: null,
  jsonRanges: [],
  fields: null,
  wire: null,
  masked: [],
  warnings: [],
  layers: [],
  documentLayer: null,
  allocations: null,
  notes: [],
  within: [],
  opened: null,
  canReveal: false,
  ...parts,
});

describe("the view of a value", () => {
  it("is what the address asks for, where that applies", () => {
    expect(chooseView(value({ json: "{}" }), "hex", "json")).toBe("hex");
    expect(chooseView(value({}), "json", "hex")).toBe("hex");
  });

  it("falls from JSON to Wire to Raw", () => {
    expect(chooseView(value({ json: "{}" }))).toBe("json");
    expect(chooseView(value({ wire: [] }))).toBe("wire");
    expect(chooseView(value({}))).toBe("raw");
  });

  it("applies where the server makes it when asked", () => {
    const large = value({ size: 1_000_000, warnings: [{ code: "fields_too_large", message: "" }] });
    expect([unfit("fields", large), unfit("wire", large), unfit("json", large)]).toEqual([
      undefined,
      undefined,
      "noJson",
    ]);
  });

  it("says why it does not apply", () => {
    expect(unfit("json", value({}))).toBe("noJson");
    expect(unfit("fields", value({}))).toBe("noFields");
    expect(unfit("json", value({ size: 0 }))).toBe("emptyValue");
    expect(unfit("hex", value({ size: 0 }))).toBeUndefined();
    expect(unfit("hex", value({}))).toBeUndefined();
  });
});
