import { eachField } from "@etcdscope/codec";
import { describe, expect, test } from "vitest";
import { notesOf } from "../derived/note.ts";
import { readSchema } from "../fixtures.testing.ts";
import { createDecoder } from "./decoder.ts";
import { printJson } from "./print.ts";

const decoder = createDecoder(readSchema());
const key = new TextEncoder().encode("/registry/x");
const refusal = "Kubernetes cannot read this: GET and LIST of it fail";

const text = (value: string) => field(2, [...new TextEncoder().encode(value)]);
function field(number: number, payload: readonly number[]): number[] {
  return [number * 8 + 2, payload.length, ...payload];
}

function stored(apiVersion: string, kind: string, object: readonly number[]): Uint8Array {
  const named = (number: number, value: string) => [number * 8 + 2, ...text(value).slice(1)];
  const type = field(1, [...named(1, apiVersion), ...named(2, kind)]);
  return Uint8Array.from([0x6b, 0x38, 0x73, 0, ...type, ...field(2, object)]);
}

/** A ResourceQuota with one hard limit. */
function quota(...quantities: readonly string[]): Uint8Array {
  const written = quantities.flatMap((one) => [0x0a, ...text(one).slice(1)]);
  return stored("v1", "ResourceQuota", field(2, field(1, [...field(1, [0x63]), ...field(2, written)])));
}

/** A Service with one port whose target has a type and nothing else. */
function service(type: number): Uint8Array {
  return stored("v1", "Service", field(2, field(1, field(4, [8, type, 16, 5]))));
}

const documentOf = (value: Uint8Array) => JSON.parse(printJson(decoder.decode(key, value))?.text ?? "null");

describe("a quantity in another form than the canonical one", () => {
  test.each([
    ["0.5Ki", "512", "512"],
    ["1000m", "1", "1"],
    ["1E3", "1E3", "1e3"],
    ["+5", "+5", "5"],
    ["0.0001m", "100n", "100n"],
  ])("%s is printed as %s, with a note, the field naming %s too", (given, printed, canonical) => {
    const value = quota(given);
    const decoded = decoder.decode(key, value);
    expect(decoded.encoding.outcome).toBe("ok");
    expect(documentOf(value).spec.hard).toEqual({ c: printed });
    const told: unknown[] = [];
    eachField(value, decoded.fields, (node, path) => {
      const label = decoded.label?.(node);
      if (label != null) told.push([path, label]);
    });
    expect(told).toEqual([['spec.hard["c"]', `= ${canonical}`].map((one) => one.replace('["c"]', ".c"))]);
    expect(notesOf(key, decoded).map(({ code }) => code)).toEqual(["quantities_restated"]);
  });

  test("gives no note where all are canonical", () => {
    expect(notesOf(key, decoder.decode(key, quota("512")))).toEqual([]);
  });

  test("is text like any other in an object that is stored as JSON", () => {
    const value = new TextEncoder().encode('{"apiVersion":"a/v1","kind":"B","spec":{"cpu":"1000m"}}');
    expect(documentOf(value).spec.cpu).toBe("1000m");
  });
});

describe("what Kubernetes cannot read", () => {
  test.each([
    ["abc", '"abc" is not a quantity'],
    ["", '"" is not a quantity'],
    ["20GB", '"20GB" is not a quantity'],
  ])("a quantity %j is said to be none, and shown", (given, message) => {
    const value = quota(given);
    const { encoding, problems } = decoder.decode(key, value);
    expect(encoding).toMatchObject({ outcome: "partial", reason: `${message}. ${refusal}` });
    expect(problems.map(({ path }) => path)).toEqual(["spec.hard.c"]);
    expect(encoding.offset).toBe(problems[0]?.span.start);
    expect(documentOf(value).spec.hard).toEqual({ c: given });
  });

  test("of a quantity that is written twice, the first counts too: each is parsed as it comes", () => {
    expect(decoder.decode(key, quota("abc", "5")).encoding.reason).toContain('"abc" is not a quantity');
    expect(decoder.decode(key, quota("4", "5")).encoding.outcome).toBe("ok");
  });

  test.each([2, 127])("an IntOrString of type %i is said to be impossible", (type) => {
    const { encoding, problems } = decoder.decode(key, service(type));
    const reason = `an IntOrString has the impossible type ${type}. ${refusal}`;
    expect(encoding).toMatchObject({ outcome: "partial", reason });
    expect(problems[0]?.path).toBe("spec.ports[0].targetPort");
  });

  test("an object that is cut off is said to be unreadable too, in protobuf and in JSON", () => {
    expect(decoder.decode(key, quota("5").slice(0, -1)).encoding.reason).toContain(refusal);
    const json = new TextEncoder().encode('{"apiVersion":"a/v1","kind":"B","spec":{"cpu":');
    expect(decoder.decode(key, json).encoding.reason).toContain(refusal);
  });

  test("text that is not UTF-8 is no such case, nor is JSON that is no object of Kubernetes", () => {
    const value = stored("v1", "ConfigMap", field(1, field(1, [0xff, 0x61])));
    expect(decoder.decode(key, value).encoding.reason).toMatch(/^not valid UTF-8 at byte 0$/);
    expect(decoder.decode(key, new TextEncoder().encode('{"a":1,')).encoding.reason).not.toContain(refusal);
  });
});
