import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeySource, type PrepareSource, sourceContract } from "@etcdscope/keyspace";
import { afterEach, describe, expect, test } from "vitest";
import { bytesOf, keysOf } from "./etcd.testing.ts";
import { type KineAge, KineServer } from "./kine.testing.ts";
import { openEtcd } from "./open-etcd.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started(age: KineAge, socket?: string): Promise<KineServer> {
  const kine = await KineServer.start(age, socket);
  closing.push(() => kine.close());
  return kine;
}

async function opened(kine: KineServer): Promise<KeySource> {
  const source = await openEtcd({ endpoints: [kine.endpoint], firstPage: 64 });
  closing.push(() => source.close());
  return source;
}

/** What kine cannot do, by the cases of the contract that need it. */
const beyondKine: readonly (readonly [RegExp, string])[] = [
  [
    /children of awkward keys|lists every key|keys under a prefix|binary keys/,
    "kine lists keys with a slash before them alone",
  ],
  [
    /deletions included|nothing of before|between a listing and following|what happened since is compacted/,
    "kine tells no version of a key",
  ],
  [/revisions, version, lease|create revision, mod revision and version/, "kine tells no version of a key"],
];

describe.each(["new", "old"] as const)("the contract of sources, kept over a kine that is %s", (age) => {
  const prepare: PrepareSource = async (script) => {
    const kine = await started(age);
    const revisions = kine.perform(script);
    return { source: await opened(kine), revisions, change: async (more) => kine.perform(more) };
  };
  for (const { name, run } of sourceContract) {
    const [, reason] = beyondKine.find(([pattern]) => pattern.test(name)) ?? [];
    test(name, (context) => {
      if (reason !== undefined) context.skip(reason);
      return run(prepare);
    });
  }
});

/** As a small k3s has them. */
async function k3s(age: KineAge): Promise<KineServer> {
  const kine = await started(age);
  kine.put(bytesOf("/registry/health"), bytesOf('{"health":"true"}'));
  for (let at = 0; at < 700; at++)
    kine.put(bytesOf(`/registry/pods/default/p${String(at).padStart(4, "0")}`), bytesOf("pod"));
  for (const name of ["default", "kube-system"])
    kine.put(bytesOf(`/registry/namespaces/${name}`), bytesOf("{}"));
  kine.put(bytesOf("/registry/k3s.cattle.io/addons/kube-system/ccm"), bytesOf("{}"));
  kine.put(bytesOf("/registry/podsecurity"), bytesOf("{}"));
  kine.put(bytesOf("/bootstrap/abc"), bytesOf("{}"));
  return kine;
}

describe.each(["new", "old"] as const)("a k3s over a kine that is %s", (age) => {
  test("lists all of its 706 keys, page by page, and none twice", async () => {
    const kine = await k3s(age);
    const keys = await keysOf(await opened(kine));
    expect(keys).toHaveLength(706);
    expect(new Set(keys.map(String)).size).toBe(706);
    expect(kine.asked.filter(({ refused }) => refused !== undefined)).toEqual([]);
  });

  test("lists what begins with a part of a name", async () => {
    const source = await opened(await k3s(age));
    const under = async (prefix: string): Promise<number> => {
      let count = 0;
      for await (const { keys } of source.listKeys({ prefix: bytesOf(prefix) })) count += keys.length;
      return count;
    };
    const counts = await Promise.all(
      ["/registry/pods", "/registry/pods/", "/registry/p", "/registry/health", "x"].map(under),
    );
    expect(counts).toEqual([701, 700, 701, 1, 0]);
  });

  test("finds levels by skipping, weighs itself, and describes its newest revision", async () => {
    const kine = await k3s(age);
    const source = await opened(kine);
    const names = async (prefix: string): Promise<string[]> =>
      (await source.children!(bytesOf(prefix), { limit: 100 })).children.map(({ name }) =>
        String.fromCharCode(...name),
      );
    expect(await names("")).toEqual(["/bootstrap", "/registry"]);
    expect(await names("/registry/")).toEqual([
      "health",
      "k3s.cattle.io",
      "namespaces",
      "pods",
      "podsecurity",
    ]);
    expect(await names("elsewhere/")).toEqual([]);
    let keys = 0;
    for await (const cost of source.weigh!()) keys = cost.keys;
    expect(keys).toBe(706);
    expect((await source.describe()).revision).toBe(kine.revision);
  });

  test("tells on its cluster what it is, and that it has no leases", async () => {
    const source = await opened(await k3s(age));
    const state = await source.cluster!({ patience: 5000 });
    expect(state).toMatchObject({ server: "kine", members: [{ name: "kine", state: "up" }] });
    expect(state.alarms.fault).toMatchObject({ code: "not_supported" });
    await expect(source.leases!({ limit: 10 })).rejects.toMatchObject({
      code: "not_supported",
      said: "LeaseLeases is not supported",
    });
  });
});

test("is reached over the Unix socket that k3s listens on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "etcdscope-kine-"));
  closing.push(() => rmSync(folder, { recursive: true }));
  const kine = await started("old", join(folder, "kine.sock"));
  kine.put(bytesOf("/registry/a"), bytesOf("1"));
  expect(await keysOf(await opened(kine))).toEqual([bytesOf("/registry/a")]);
});
