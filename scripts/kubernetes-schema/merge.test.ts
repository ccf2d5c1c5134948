import type { FieldSchema } from "@etcdscope/kubernetes";
import { describe, expect, test } from "vitest";
import { mergeReleases } from "./merge.ts";
import { type ReleaseModel, UNREFERENCED } from "./release-model.ts";

type Fields = Readonly<Record<string, FieldSchema>>;

function model(release: string, messages: Readonly<Record<string, Fields>>): ReleaseModel {
  const all = [...UNREFERENCED.map((name): [string, Fields] => [name, {}]), ...Object.entries(messages)];
  return {
    release,
    messages: new Map(all.map(([name, fields]) => [name, { fields }])),
    kinds: new Map(messages["a.Thing"] === undefined ? [] : [["v1 Thing", "a.Thing"]]),
  };
}

const string = (id: number): FieldSchema => ({ id, type: "string" });

describe("merging releases", () => {
  test("takes the newest definition and keeps old fields whose number and name are free", () => {
    const { schema, conflicts } = mergeReleases([
      model("1", { "a.Thing": { gone: string(2), kept: string(1) } }),
      model("2", { "a.Thing": { kept: { ...string(1), omitempty: true } } }),
    ]);
    expect(schema.messages["a.Thing"]).toEqual({
      fields: { kept: { ...string(1), omitempty: true }, gone: { ...string(2), removed: "1" } },
    });
    expect(conflicts).toEqual([]);
  });

  test("fills kinds and messages that the newest release has no more", () => {
    const { schema } = mergeReleases([model("1", { "a.Thing": { name: string(1) } }), model("2", {})]);
    expect(schema.kinds).toEqual([{ apiVersion: "v1", kind: "Thing", message: "a.Thing", release: "1" }]);
    expect(schema.messages["a.Thing"]?.release).toBe("1");
  });

  test("reports a number that means something else by now, and leaves the newer meaning", () => {
    const { schema, conflicts } = mergeReleases([
      model("1", { "a.Thing": { one: string(1), two: string(2), three: string(3) } }),
      model("2", { "a.Thing": { uno: string(1), two: { id: 2, type: "int32" }, three: string(4) } }),
    ]);
    expect(conflicts.map(({ kind, older, newer }) => [kind, older, newer])).toEqual([
      ["renamed", "one = 1: string", "uno = 1: string"],
      ["retyped", "two = 2: string", "two = 2: int32"],
      ["dropped", "three = 3: string", "three = 4: string"],
    ]);
    expect(Object.keys(schema.messages["a.Thing"]?.fields ?? {})).toEqual(["uno", "two", "three"]);
  });

  test("tells a type that only changed its name from one that lost a field", () => {
    const older = model("1", {
      "a.Thing": { part: { id: 1, type: ".a.Old" }, other: { id: 2, type: ".a.Wide" } },
      "a.Old": { name: string(1) },
      "a.Wide": { name: string(1), size: string(2) },
    });
    const newer = model("2", {
      "a.Thing": { part: { id: 1, type: ".a.New" }, other: { id: 2, type: ".a.New" } },
      "a.New": { name: string(1) },
    });
    const { schema, conflicts } = mergeReleases([older, newer]);
    expect(conflicts.map(({ kind, id }) => [kind, id])).toEqual([
      ["moved", 1],
      ["retyped", 2],
    ]);
    expect(Object.keys(schema.messages)).toEqual(["a.New", "a.Thing", ...UNREFERENCED]);
  });
});
