import { answerSchemas, revealHeader, urls } from "@etcdscope/contract";
import { Compile } from "typebox/schema";
import { afterEach, describe, expect, it } from "vitest";
import { sourceOf, type TestApp, testApp } from "./app.testing.ts";
import { someCluster, sourceWith } from "./cluster.testing.ts";
import { listen } from "./events.testing.ts";

let server: TestApp;
afterEach(() => server.close());

const service = Buffer.from("azhzAAoNCgJ2MRIHU2VydmljZRIHCgUKA3dlYg==", "base64");

/** Validates by the description as it is served; properties that it does not name are errors here. */
async function validator(): Promise<(name: string, answer: unknown) => void> {
  const description = (await server.get("/api/openapi.json")).body;
  const closed = JSON.parse(description, (_key, value) =>
    value?.type === "object" && value.properties !== undefined
      ? { ...value, additionalProperties: false }
      : value,
  );
  return (name, answer) => {
    const [, errors] = Compile({ ...closed, $ref: `#/components/schemas/${name}` }).Errors(answer);
    expect(errors, name).toEqual([]);
  };
}

/** The answer of a search without an index. */
async function walkedAnswer(): Promise<unknown> {
  const heavy = Object.assign(sourceOf({ "/a/1": "", "/a/2": "" }), {
    async *weigh() {
      yield { keys: 1e9 };
    },
  });
  const options = { indexLimits: { mostKeys: 0, mostBytes: 0 }, walk: { keys: 1, milliseconds: 10_000 } };
  const unindexed = await testApp(heavy, options);
  await expect.poll(() => unindexed.explorer.source("s").status().state).toBe("unindexed");
  const answer: unknown = (await unindexed.get(urls.search("s", "1", { opened: "L2Ev" }))).json();
  await unindexed.close();
  expect(answer).toMatchObject({ coverage: { prefixes: [{ key: "/a/" }] } });
  return answer;
}

describe("the API's description", () => {
  it("fits what is answered", async () => {
    server = await testApp(
      sourceOf({
        "/a/service": service,
        "/a/damaged": service.subarray(0, 20),
        "/a/json": '{"x":[1,{"y":null}]}',
        "/registry/secrets/a/b": "secret",
        "/registry/pods/a/b": '{"kind":"Pod","metadata":{"name":"b","namespace":"a","uid":"u"}}',
        plain: "text",
        within: '{"a":"{\\"b\\": 1}"}',
        secret: '{"kind":"Secret","data":{"x":"eyJhIjogImIifQ=="}}',
      }),
    );
    const check = await validator();
    const json = async (url: string): Promise<unknown> => (await server.get(url)).json();
    check("SourcesAnswer", await json(urls.sources()));
    check("SourceAnswer", await json(urls.source("s")));
    for (const prefix of ["", "/a/"])
      check("ChildrenAnswer", await json(urls.children("s", { key: prefix }, { limit: 1 })));
    check("SearchAnswer", await json(urls.search("s", "a")));
    check("SearchAnswer", await walkedAnswer());
    for (const key of ["/a/service", "/a/damaged", "/a/json", "/registry/secrets/a/b", "plain"])
      check("ValueAnswer", await json(urls.value("s", { key })));
    check("RelationsAnswer", await json(urls.relations("s", { key: "/registry/pods/a/b" })));
    check("ValueAnswer", await json(urls.value("s", { key: "within" }, undefined, { layer: "a:json" })));
    const secret = (await server.get(urls.value("s", { key: "secret" }))).json();
    const [{ span, layer }] = secret.within;
    const payload = { key: "secret", modRevision: secret.modRevision, span, layer };
    const headers = { [revealHeader.name]: revealHeader.value };
    const revealed = await server.get(urls.reveal("s"), { method: "POST", payload, headers });
    expect(revealed.json().opened.json).toContain('"a"');
    check("RevealAnswer", revealed.json());
    for (const url of [
      urls.source("x"),
      urls.value("s", { key: "x" }),
      urls.value("s", { key: "plain" }, "99"),
    ])
      check("ErrorAnswer", await json(url));
    expect(Object.keys(answerSchemas)).toContain("ErrorAnswer");
  });

  it("fits what is told of a cluster", async () => {
    server = await testApp(
      sourceWith({
        cluster: someCluster,
        leases: () => ({ leases: [{ lease: 7n }], total: 1, areSoonest: true }),
      }),
    );
    const check = await validator();
    const json = async (url: string): Promise<unknown> => (await server.get(url)).json();
    check("ClusterAnswer", await json(urls.cluster("s")));
    check("LeasesAnswer", await json(urls.leases("s")));
    check("LeaseKeysAnswer", await json(urls.leaseKeys("s", "7")));
  });

  it("fits what the live stream sends", async () => {
    const source = sourceOf({ a: "" });
    server = await testApp(source);
    const check = await validator();
    const listening = await listen(source);
    const stream = await listening.stream(urls.events("s", { since: "99" }));
    source.put(Uint8Array.of(0xff), new Uint8Array(0));
    await stream.next(({ event }) => event === "changes");
    const names = { state: "SourceAnswer", changes: "ChangesEvent", resync: "ResyncEvent" };
    for (const [event, name] of Object.entries(names))
      check(name, stream.events.find((one) => one.event === event)?.data);
    await listening.close();
  });

  it("names every address of the API with its parameters", async () => {
    server = await testApp(sourceOf({}));
    const { paths } = (await server.get("/api/openapi.json")).json();
    const served = server.app
      .printRoutes({ commonPrefix: false })
      .split("\n")
      .filter((line) => /\((?:GET|POST, DELETE|POST\))/.test(line));
    const described = served.filter((line) => !/openapi|healthz|readyz|metrics/.test(line));
    expect(Object.keys(paths)).toHaveLength(described.length);
    const names = paths["/api/v1/sources/{id}/children"].get.parameters.map(
      ({ name }: { name: string }) => name,
    );
    expect(names).toEqual([
      "id",
      "prefix",
      "prefixb",
      "limit",
      "cursor",
      "from",
      "until",
      "before",
      "around",
      "rev",
    ]);
    expect(paths["/api/v1/sources/{id}/value"].get.responses["410"].description).toBe("revision_compacted");
  });
});
