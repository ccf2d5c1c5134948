import type { FieldSchema } from "@etcdscope/kubernetes";
import { describe, expect, test } from "vitest";
import { releasesOf } from "./committed-schema.ts";
import { mergeReleases } from "./merge.ts";
import { byPrecedence } from "./order.ts";
import { type ReleaseModel, UNREFERENCED } from "./release-model.ts";
import { renderData } from "./render-data.ts";

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

  test("tells a type that only changed its name from one that means something else", () => {
    const older = model("1", {
      "a.Thing": { part: { id: 1, type: ".a.Old" }, other: { id: 2, type: ".a.Wide" } },
      "a.Old": { name: string(1) },
      "a.Wide": { name: string(1), size: string(2) },
    });
    const newer = model("2", {
      "a.Thing": { part: { id: 1, type: ".a.New" }, other: { id: 2, type: ".a.New" } },
      "a.New": { name: string(1), length: string(2) },
    });
    const { schema, conflicts } = mergeReleases([older, newer]);
    expect(conflicts.map(({ kind, id }) => [kind, id])).toEqual([
      ["moved", 1],
      ["retyped", 2],
    ]);
    expect(Object.keys(schema.messages)).toEqual(["a.New", "a.Thing", ...UNREFERENCED]);
  });

  test("gives a type the fields of the wider type that it replaced", () => {
    const older = model("1", {
      "a.Thing": { part: { id: 1, type: ".a.Wide" } },
      "a.Wide": { name: string(1), size: string(2) },
    });
    const newer = model("2", {
      "a.Thing": { part: { id: 1, type: ".a.New" } },
      "a.New": { name: string(1) },
    });
    const { schema, conflicts } = mergeReleases([older, newer]);
    expect(conflicts.map(({ kind, id }) => [kind, id])).toEqual([["moved", 1]]);
    expect(schema.messages["a.New"]?.fields).toEqual({
      name: string(1),
      size: { ...string(2), removed: "1" },
    });
  });

  test("puts an old field where its own release has it", () => {
    const { schema } = mergeReleases([
      model("1", { "a.Thing": { first: string(5), a: string(1), gone: string(2), b: string(3) } }),
      model("2", { "a.Thing": { a: string(1), b: string(3), c: string(4) } }),
    ]);
    expect(Object.keys(schema.messages["a.Thing"]?.fields ?? {})).toEqual(["first", "a", "gone", "b", "c"]);
  });

  test("takes from a release in work only what no release has", () => {
    const { schema, conflicts } = mergeReleases([
      model("3-dev", { "a.Thing": { a: { id: 1, type: "int32" }, next: string(2) } }),
      model("2", { "a.Thing": { a: string(1) } }),
    ]);
    expect(schema.messages["a.Thing"]).toEqual({
      fields: { a: string(1), next: { ...string(2), added: "3-dev" } },
    });
    expect(schema.kinds[0]?.release).toBe("2");
    expect(conflicts.map(({ kind, release }) => [kind, release])).toEqual([["retyped", "3-dev"]]);
  });

  test("accepts another message of a kind that has every field of the old one, and no other", () => {
    const withKind = (release: string, message: string, fields: Fields): ReleaseModel => ({
      ...model(release, { [message]: fields }),
      kinds: new Map([["v1 Thing", message]]),
    });
    const newer = withKind("2", "b.Thing", { a: string(1), b: string(2) });
    const { schema } = mergeReleases([withKind("1", "a.Thing", { a: string(1) }), newer]);
    expect(schema.kinds.map(({ message }) => message)).toEqual(["b.Thing"]);
    expect(() => mergeReleases([withKind("1", "a.Thing", { c: string(3) }), newer])).toThrow(
      "v1 Thing is another message in 1",
    );
  });
});

describe("a generated schema taken apart", () => {
  const releases = [
    model("3-dev", { "a.Thing": { a: string(1), next: string(9) }, "a.Next": { a: string(1) } }),
    model("1", { "a.Thing": { z: string(8), a: string(1), gone: string(2), late: string(3) } }),
    model("2", {
      "a.Thing": { a: string(1), late: string(3), part: { id: 4, type: ".a.Part" } },
      "a.Part": {},
    }),
    model("3", { "a.Thing": { a: string(1), part: { id: 4, type: ".a.Part" } }, "a.Part": { x: string(1) } }),
  ];
  const { schema } = mergeReleases(releases);

  test("gives the same schema again when it is merged", () => {
    const again = mergeReleases(releasesOf(schema)).schema;
    expect(renderData(again)).toBe(renderData(schema));
  });

  test("gives the same schema again with some releases read anew", () => {
    const models = [...releasesOf(schema), ...releases.slice(2)];
    models.sort((one, other) => byPrecedence(one.release, other.release));
    expect(renderData(mergeReleases(models).schema)).toBe(renderData(schema));
  });
});

test("releases come in the order of their versions, Kubernetes' after others, releases in work first", () => {
  const names = ["1.36.4", "openshift-4.10", "1.8.15", "1.37-dev", "openshift-4.9", "1.20.2", "1.20.15"];
  expect(names.sort(byPrecedence)).toEqual([
    "1.37-dev",
    "openshift-4.9",
    "openshift-4.10",
    "1.8.15",
    "1.20.2",
    "1.20.15",
    "1.36.4",
  ]);
});
