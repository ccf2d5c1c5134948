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

  it("offers Wire by itself only where the bytes are protobuf to their end, and gives it whenever asked", () => {
    const span = [0, 2] as const;
    const rest = [{ name: null, span, value: span, problem: "the varint of field 1 is cut off" }];
    expect(chooseView(value({ wire: rest }))).toBe("raw");
    expect(chooseView(value({ wire: [], encoding: { id: "text", outcome: "ok", explained: 2 } }))).toBe(
      "raw",
    );
    expect(chooseView(value({ wire: rest }), "wire")).toBe("wire");
    const encoding = { id: "protobuf", outcome: "partial", explained: 2 } as const;
    expect(chooseView(value({ wire: rest, encoding }))).toBe("wire");
  });

  it("shows of ciphertext its parts", () => {
    const encoding = { id: "encrypted", provider: "aescbc", outcome: "sealed", explained: 9 } as const;
    expect(chooseView(value({ fields: [], wire: [], encoding }))).toBe("fields");
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
