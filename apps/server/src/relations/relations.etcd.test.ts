import { type RelationsAnswer, urls } from "@etcdscope/contract";
import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { etcdBinary } from "../etcd-source/etcd.testing.ts";
import { openEtcd } from "../etcd-source/open-etcd.ts";
import { type TestApp, testApp } from "../routes/app.testing.ts";

const key = "/registry/pods/shop/web";

function object(kind: string, name: string, more: object): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind,
    metadata: { name, namespace: "shop", uid: name },
    ...more,
  });
}

const pod = object("Pod", "web", {
  spec: {
    serviceAccountName: "gone",
    volumes: [{ configMap: { name: "settings" } }, { secret: { secretName: "hidden" } }],
  },
});

describe.skipIf(etcdBinary === undefined)("relations of objects in a real etcd", () => {
  let etcd: EtcdProcess;
  const servers: TestApp[] = [];

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary! });
    await etcd.etcdctl("put", key, pod);
    await etcd.etcdctl("put", "/registry/configmaps/shop/settings", object("ConfigMap", "settings", {}));
    await etcd.etcdctl("put", "/registry/secrets/shop/hidden", object("Secret", "hidden", {}));
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
    await etcd.stop();
  });

  const relations = async (options: { user?: string; password?: string } = {}) => {
    const server = await testApp(await openEtcd({ endpoints: [etcd.endpoint], ...options }));
    servers.push(server);
    const response = await server.get(urls.relations("s", { key }));
    if (response.statusCode !== 200) throw new Error(response.body);
    const answer: RelationsAnswer = response.json();
    const uses = answer.relations.find(({ id }) => id === "uses")?.related ?? [];
    return Object.fromEntries(uses.map(({ name, state }) => [name, state]));
  };

  test("tell what exists from what does not", async () => {
    expect(await relations()).toEqual({ settings: "present", hidden: "present", gone: "missing" });
  });

  test("do not call missing what a user must not read", async () => {
    for (const command of [
      "user add root:secret",
      "user add reader:pass",
      "role add reader",
      "role grant-permission reader --prefix=true read /registry/pods/",
      "role grant-permission reader --prefix=true read /registry/serviceaccounts/",
      "role grant-permission reader --prefix=true read /registry/configmaps/",
      "user grant-role reader reader",
      "auth enable",
    ])
      await etcd.etcdctl(...command.split(" "));
    expect(await relations({ user: "reader", password: "pass" })).toEqual({
      settings: "present",
      hidden: "forbidden",
      gone: "missing",
    });
  });
});
