// @vitest-environment node
import type { FieldAnswer, MaskedAnswer, RevealAnswer, ValueAnswer } from "@etcdscope/contract";
import { describe, expect, it } from "vitest";
import { hiddenFields, maskedSource } from "./hidden-part.ts";
import { nothing, secondsLeft, shownFor, withAnswer, withoutExpired } from "./revealed.ts";
import { revealedValue } from "./revealed-value.ts";

const stands = "•••• 6 bytes · fingerprint 1234";
const json = `{"a":"${stands}","b":"${stands}","c":1}`;
const at = (text: string, from = 0): [number, number] => {
  const start = json.indexOf(text, from);
  return [start, start + text.length];
};
const quoted = `"${stands}"`;
const masked = (path: string, start: number): MaskedAnswer => ({
  path,
  span: [start, start + 6],
  size: 6,
  fingerprint: "1234",
});
const field = (name: string, start: number, type: string): FieldAnswer => ({
  name,
  path: name,
  type,
  wireType: "length-delimited",
  span: [start - 2, start + 6],
  value: [start, start + 6],
  masked: true,
});

const value: ValueAnswer = {
  key: "k",
  revision: "1",
  createRevision: "1",
  modRevision: "1",
  version: "1",
  lease: "0",
  keySize: 1,
  size: 20,
  encoding: { id: "kubernetes-protobuf", outcome: "ok", explained: 20 },
  json,
  jsonRanges: [
    ["", 0, json.length],
    ["a", ...at(quoted)],
    ["b", ...at(quoted, at(quoted)[1])],
    ["c", ...at("1}")],
  ],
  fields: [field("a", 2, "bytes"), field("b", 10, "string")],
  wire: null,
  masked: [masked("a", 2), masked("b", 10)],
  warnings: [],
  layers: [],
  documentLayer: null,
  allocations: null,
  notes: [],
  within: [
    { what: "helm-release", in: null, path: "a", span: [2, 8], layer: "a:base64/gzip", masked: true },
    { what: "json", in: null, path: "c", span: [18, 20], layer: "c:json" },
  ],
  opened: null,
  canReveal: true,
};

const answer = (bytes: string, more: Partial<RevealAnswer> = {}): RevealAnswer => ({
  revision: "1",
  modRevision: "1",
  bytes: btoa(bytes),
  opened: null,
  layerBytes: null,
  ...more,
});
const part = (start: number) => ({ in: null, span: [start, start + 6] as const });
const now = 1_000_000;

describe("a value of which a part is revealed", () => {
  it("is as if that had never been masked, and the rest stays so", () => {
    const shown = revealedValue(value, withAnswer(nothing, part(2), answer("sesame"), now));
    expect(JSON.parse(shown.json ?? "")).toEqual({ a: btoa("sesame"), b: stands, c: 1 });
    expect(shown.masked.map(({ path }) => path)).toEqual(["b"]);
    expect(shown.fields?.map(({ text, masked: hidden }) => [text, hidden])).toEqual([
      ["sesame", undefined],
      [undefined, true],
    ]);
    expect(shown.overlays?.get("")).toHaveLength(1);
  });

  it("has every place of its text where it is now", () => {
    const both = withAnswer(
      withAnswer(nothing, part(2), answer("sesame"), now),
      part(10),
      answer('sa"y\n!'),
      now,
    );
    const { json: text, jsonRanges } = revealedValue(value, both);
    expect(JSON.parse(text ?? "")).toEqual({ a: btoa("sesame"), b: 'sa"y\n!', c: 1 });
    const tokens = jsonRanges.map(([path, start, end]) => [path, text?.slice(start, end)]);
    expect(tokens.slice(1)).toEqual([
      ["a", `"${btoa("sesame")}"`],
      ["b", JSON.stringify('sa"y\n!')],
      ["c", "1}"],
    ]);
  });

  it("is the value itself when nothing is revealed", () => {
    expect(revealedValue(value, nothing)).toBe(value);
  });

  it("keeps what is not text as base64", () => {
    const binary = String.fromCharCode(0, 255, 1, 2, 3, 4);
    const shown = revealedValue(value, withAnswer(nothing, part(2), answer(binary), now));
    expect(shown.fields?.[0]?.text).toBe(btoa(binary));
  });
});

describe("what is revealed", () => {
  const one = withAnswer(nothing, part(2), answer("sesame"), now);

  it("goes after its time, part by part", () => {
    const two = withAnswer(one, part(10), answer("second"), now + 10_000);
    expect(secondsLeft(two, now + 10_000)).toBe(20);
    expect(withoutExpired(two, now + shownFor - 1)).toBe(two);
    expect([...withoutExpired(two, now + shownFor).keys()]).toEqual([" 10-16"]);
    expect(withoutExpired(two, now + shownFor + 10_000)).toBe(nothing);
  });

  it("keeps the layers that were opened of it with it", () => {
    const opened = { ...value, opened: { layer: "a:base64", size: 3, steps: [], facts: [] } };
    const more = withAnswer(one, part(2), answer("sesame", { opened, layerBytes: btoa("abc") }), now);
    const layer = more.get(" 2-8")?.layers.get("a:base64");
    expect(layer?.bytes).toEqual(new Uint8Array([97, 98, 99]));
    expect(withoutExpired(more, now + shownFor).size).toBe(0);
  });
});

describe("masked places", () => {
  it("are those of the value and of the layers that come with it", () => {
    const layer = { name: "decrypted", masked: [masked("x", 4)] } as unknown as ValueAnswer["layers"][number];
    expect(hiddenFields({ ...value, layers: [layer] }).map(({ in: holder }) => holder)).toEqual([
      null,
      null,
      "decrypted",
    ]);
  });

  it("are found by the layers that are made from them, at any step", () => {
    for (const layer of ["a:base64", "a:base64/gzip", "a:base64/gzip/manifest:yaml"])
      expect([layer, maskedSource(value, layer)?.path]).toEqual([layer, "a"]);
    for (const layer of ["c:json", "a:base6", "b:json"]) expect(maskedSource(value, layer)).toBeUndefined();
  });
});
