import { fileURLToPath } from "node:url";
import { type RelatedAnswer, type RelationAnswer, type RelationsAnswer, urls } from "@etcdscope/contract";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bytesOf, sourceOf, type TestApp, testApp } from "../routes/app.testing.ts";
import { openSnapshot } from "../snapshot-source/open-snapshot.ts";

const sample = fileURLToPath(new URL("../../../../fixtures/sample-cluster.db.gz", import.meta.url));

async function relationsAt(server: TestApp, url: string): Promise<RelationsAnswer> {
  const response = await server.get(url);
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json();
}

function told({ key, state, otherUid, optional, path, theirPath }: RelatedAnswer): string {
  const marks = [state, otherUid && "other uid", optional && "optional"].filter(Boolean).join(", ");
  return `${key} (${marks}) ${path ?? ""} < ${theirPath ?? ""}`;
}

/** Every object found, by the relation's id; relations without any are left out. */
function found({ relations }: RelationsAnswer): Record<string, string[]> {
  const full = relations.filter(({ related }) => related.length > 0);
  return Object.fromEntries(full.map(({ id, related }) => [id, related.map(told)]));
}

describe("relations in the sample cluster", () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await testApp(await openSnapshot(sample));
  });
  afterAll(() => server.close());

  const of = async (key: string, rev?: string) =>
    found(await relationsAt(server, urls.relations("s", { key }, rev)));

  it("join a Service to its Endpoints, their slices, its Pods and who routes to it", async () => {
    const service = await of("/registry/services/specs/shop/orders");
    expect(service).toMatchObject({
      endpoints: ["/registry/services/endpoints/shop/orders (present) metadata.name < "],
      "endpoints:EndpointSlice": [
        '/registry/endpointslices/shop/orders-p7j2d (present)  < metadata.labels["kubernetes.io/service-name"]',
        '/registry/endpointslices/shop/orders-sx4p9 (present)  < metadata.labels["kubernetes.io/service-name"]',
      ],
      "pods:Pod": [
        "/registry/pods/shop/orders-0 (present) spec.selector < metadata.labels",
        "/registry/pods/shop/orders-1 (present) spec.selector < metadata.labels",
      ],
    });
    expect(await of("/registry/services/specs/shop/web")).toMatchObject({
      "routedBy:Ingress": [
        "/registry/ingress/shop/web (present)  < spec.rules[0].http.paths[0].backend.serviceName",
      ],
    });
  });

  it("join a Pod to what owns it, what it uses, what selects it and what happened to it", async () => {
    const pod = await of("/registry/pods/shop/orders-0");
    expect(pod).toMatchObject({
      owner: ["/registry/statefulsets/shop/orders (present) metadata.ownerReferences[0] < "],
      "routedBy:Service": ["/registry/services/specs/shop/orders (present) metadata.labels < spec.selector"],
    });
    expect(pod["uses"]).toContain(
      "/registry/persistentvolumeclaims/shop/data-orders-0 (present) spec.volumes[0].persistentVolumeClaim.claimName < ",
    );
    expect(pod["events:Event"]?.length).toBe(4);
  });

  it("say what is named and does not exist", async () => {
    expect(await of("/registry/validatingwebhookconfigurations/image-policy")).toEqual({
      routes: ["/registry/services/specs/shop/image-policy (missing) webhooks[0].clientConfig.service < "],
    });
    expect((await of("/registry/pods/shop/web-56649674cc-8npp5"))["uses"]).toContain(
      "/registry/persistentvolumeclaims/shop/web-56649674cc-8npp5-scratch (missing) spec.volumes[1].ephemeral < ",
    );
  });

  it("join custom resources to their definition, and back", async () => {
    const definition =
      "/registry/apiextensions.k8s.io/customresourcedefinitions/ippools.crd.projectcalico.org";
    const pool = "/registry/crd.projectcalico.org/ippools/default-ipv4-ippool";
    expect(await of(pool)).toEqual({ definition: [`${definition} (present) apiVersion < `] });
    expect(await of(definition)).toEqual({ "instances:IPPool": [`${pool} (present)  < `] });
  });

  it("join claims, volumes, classes and nodes", async () => {
    expect(await of("/registry/volumeattachments/csi-0a1b")).toMatchObject({
      bound: ["/registry/persistentvolumes/pv-orders (present) spec.source.persistentVolumeName < "],
      node: ["/registry/minions/node-a (present) spec.nodeName < "],
    });
    expect(await of("/registry/minions/node-a")).toMatchObject({
      "runs:Pod": ["/registry/pods/kube-system/canal-8hjnh (present)  < spec.nodeName"],
    });
  });

  it("are none of a value that is no object", async () => {
    for (const key of ["compact_rev_key", "/coreos.com/network/config", "/registry/ranges/serviceips"])
      expect(await of(key)).toEqual({});
  });

  it("of a Secret hold nothing of its data", async () => {
    const response = await server.get(urls.relations("s", { key: "/registry/secrets/shop/db-credentials" }));
    const secret = await server.get(urls.value("s", { key: "/registry/secrets/shop/db-credentials" }));
    expect(secret.json().masked.length).toBeGreaterThan(0);
    expect(response.body).not.toContain("••••");
    expect(response.json().relations.length).toBeGreaterThan(0);
  });
});

function pod(name: string, more: object = {}): string {
  const metadata = { name, namespace: "shop", uid: `uid-${name}`, labels: { app: "web" }, ...more };
  return JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata, spec: {} });
}

const service = JSON.stringify({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", namespace: "shop" },
  spec: { selector: { app: "web" } },
});

describe("relations", () => {
  let server: TestApp;
  afterEach(() => server.close());

  const ask = (key: string, more: { relation?: string; cursor?: string } = {}) =>
    relationsAt(server, urls.relations("s", { key }, undefined, more));

  it("say when an owner of that name is another one", async () => {
    const owner = (uid: string) => ({
      ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid }],
    });
    const metadata = { name: "web", namespace: "shop", uid: "new" };
    const set = JSON.stringify({ apiVersion: "apps/v1", kind: "ReplicaSet", metadata });
    server = await testApp(
      sourceOf({
        "/registry/pods/shop/web-a": pod("web-a", owner("old")),
        "/registry/pods/shop/web-b": pod("web-b", owner("new")),
        "/registry/replicasets/shop/web": set,
      }),
    );
    const named = (await ask("/registry/pods/shop/web-a", { relation: "owner" })).relations[0];
    expect(named?.related).toMatchObject([{ key: "/registry/replicasets/shop/web", otherUid: true }]);
    const owned = (await ask("/registry/replicasets/shop/web", { relation: "owns:Pod" })).relations[0];
    expect(owned?.related.map(({ name, otherUid }) => [name, otherUid])).toEqual([
      ["web-a", true],
      ["web-b", undefined],
    ]);
  });

  it("are looked for among so many candidates, and further when asked to", async () => {
    const names = Array.from({ length: 450 }, (_, at) => `web-${String(at).padStart(3, "0")}`);
    const pods = names.map((name) => [`/registry/pods/shop/${name}`, pod(name)] as const);
    const key = "/registry/services/specs/shop/web";
    server = await testApp(sourceOf({ [key]: service, ...Object.fromEntries(pods) }));
    const relation = "pods:Pod";
    const seen: string[] = [];
    const counts: [number, number][] = [];
    let answer: RelationAnswer | undefined;
    for (let cursor: string | null | undefined; cursor !== null; cursor = answer?.next ?? null) {
      answer = (await ask(key, { relation, ...(cursor === undefined ? {} : { cursor }) })).relations[0];
      seen.push(...(answer?.related.map(({ name }) => name) ?? []));
      counts.push([answer?.looked ?? 0, answer?.total ?? 0]);
    }
    expect(counts).toEqual([
      [200, 450],
      [400, 450],
      [450, 450],
    ]);
    expect(seen).toEqual(names);
  });

  it("are told of a past revision as they were then", async () => {
    const source = sourceOf({ "/r/services/specs/shop/web": service, "/r/pods/shop/a": pod("a") });
    source.put(bytesOf("/r/pods/shop/b"), bytesOf(pod("b")));
    source.put(bytesOf("/r/services/endpoints/shop/web"), bytesOf("{}"));
    server = await testApp(source);
    const at = async (rev?: string) => {
      const answer = await relationsAt(
        server,
        urls.relations("s", { key: "/r/services/specs/shop/web" }, rev),
      );
      const { endpoints, "pods:Pod": pods } = found(answer);
      return { revision: answer.revision, endpoints, pods: pods?.length };
    };
    const path = "/r/services/endpoints/shop/web";
    expect(await at("3")).toEqual({
      revision: "3",
      endpoints: [`${path} (missing) metadata.name < `],
      pods: 1,
    });
    expect(await at()).toEqual({ revision: "5", endpoints: [`${path} (present) metadata.name < `], pods: 2 });
  });

  it("find what a custom kind owns, of whatever kind it is", async () => {
    const owns = (uid: string) => [
      { apiVersion: "db.example.com/v1", kind: "Database", name: "orders", uid },
    ];
    const metadata = { name: "orders", namespace: "shop", uid: "u" };
    const owned = { name: "orders-data", namespace: "shop", ownerReferences: owns("u") };
    const made = (kind: string, apiVersion = "v1") => JSON.stringify({ apiVersion, kind, metadata: owned });
    const database = JSON.stringify({ apiVersion: "db.example.com/v1", kind: "Database", metadata });
    server = await testApp(
      sourceOf({
        "/k/db.example.com/databases/shop/orders": database,
        "/k/db.example.com/backups/shop/orders-data": made("Backup", "db.example.com/v1"),
        "/k/services/specs/shop/orders-data": made("Service"),
        "/k/statefulsets/shop/orders-data": made("StatefulSet", "apps/v1"),
        "/k/statefulsets/elsewhere/orders-data": made("StatefulSet", "apps/v1"),
        "/k/configmaps/shop/orders-of-others": JSON.stringify({ ...JSON.parse(pod("orders-of-others")) }),
      }),
    );
    expect(found(await ask("/k/db.example.com/databases/shop/orders"))["owns:*"]).toEqual([
      "/k/db.example.com/backups/shop/orders-data (present)  < metadata.ownerReferences[0]",
      "/k/services/specs/shop/orders-data (present)  < metadata.ownerReferences[0]",
      "/k/statefulsets/shop/orders-data (present)  < metadata.ownerReferences[0]",
    ]);
    expect(found(await ask("/k/db.example.com/backups/shop/orders-data"))["owner"]).toEqual([
      "/k/db.example.com/databases/shop/orders (present) metadata.ownerReferences[0] < ",
    ]);
  });

  it("of the whole cluster's objects are not looked for in namespaces that begin alike", async () => {
    const owned = { ownerReferences: [{ apiVersion: "x.io/v1", kind: "Tenant", name: "shop", uid: "u" }] };
    server = await testApp(
      sourceOf({
        "/r/x.io/tenants/shop":
          '{"apiVersion":"x.io/v1","kind":"Tenant","metadata":{"name":"shop","uid":"u"}}',
        "/r/namespaces/shop": JSON.stringify({
          ...{ apiVersion: "v1", kind: "Namespace" },
          metadata: { name: "shop", ...owned },
        }),
        "/r/pods/shop/web": pod("web"),
        "/r/pods/shopping/web": pod("web"),
      }),
    );
    const { relations } = await ask("/r/x.io/tenants/shop", { relation: "owns:*" });
    expect(relations).toMatchObject([{ looked: 2, total: 2, related: [{ key: "/r/namespaces/shop" }] }]);
  });

  it("refuse a relation or a cursor that is none, a key that is none and a value that is too large", async () => {
    server = await testApp(
      sourceOf({ "/registry/pods/shop/a": pod("a"), "/registry/pods/shop/big": "{".padEnd(5_000_000) }),
    );
    const refused = async (key: string, more: { relation?: string; cursor?: string } = {}) =>
      (await server.get(urls.relations("s", { key }, undefined, more))).json().error?.code;
    expect(await refused("/registry/pods/shop/a", { relation: "nothing" })).toBe("invalid_request");
    expect(await refused("/registry/pods/shop/a", { relation: "events:Event", cursor: "AAAA" })).toBe(
      "invalid_request",
    );
    expect(await refused("/registry/pods/shop/none")).toBe("key_not_found");
    expect(await refused("/registry/pods/shop/big")).toBe("too_large");
  });
});
