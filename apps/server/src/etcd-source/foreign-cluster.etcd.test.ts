import { type EtcdProcess, freePorts, leaderOf, startCluster, startEtcd } from "@etcdscope/etcd-process";
import type { KeySource } from "@etcdscope/keyspace";
import { afterEach, describe, expect, test } from "vitest";
import { bytesOf, CuttableProxy, etcdBinary, keysOf } from "./etcd.testing.ts";
import { openEtcd } from "./open-etcd.ts";

const key = bytesOf("/a");
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function holding(value: string): Promise<EtcdProcess> {
  const etcd = await startEtcd({ binary: etcdBinary! });
  closing.push(() => etcd.stop());
  await etcd.etcdctl("put", "/a", value);
  return etcd;
}

async function opened(...endpoints: string[]): Promise<KeySource> {
  const source = await openEtcd({ endpoints });
  closing.push(() => source.close());
  return source;
}

describe.skipIf(etcdBinary === undefined)("an endpoint of another cluster", () => {
  test("is refused by name when the first one dies: nothing of it is read, listed or followed", async () => {
    const [own, other] = [await holding("own"), await holding("other")];
    const source = await opened(own.endpoint, other.endpoint);
    expect((await source.read(key))?.value).toEqual(bytesOf("own"));
    await own.kill9();
    const refusal = {
      code: "source_unavailable",
      message: expect.stringMatching(
        new RegExp(`^${other.endpoint} belongs to another cluster .* than ${own.endpoint} `),
      ),
    };
    await expect(source.read(key)).rejects.toMatchObject(refusal);
    await expect(keysOf(source)).rejects.toMatchObject(refusal);
    await expect(source.children!(bytesOf("/"), { limit: 9 })).rejects.toMatchObject(refusal);
    const { signal } = new AbortController();
    await expect(source.follow!(1n, signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject(refusal);
    await own.restart();
    expect((await source.read(key))?.value).toEqual(bytesOf("own"));
  });

  test("is named on the cluster page, and its members are not taken for the cluster's", async () => {
    const [own, other] = [await holding("own"), await holding("other")];
    const { members, clusterId } = await (await opened(own.endpoint, other.endpoint)).cluster!({
      patience: 8000,
    });
    expect(clusterId).toBeDefined();
    expect(members).toMatchObject([
      { state: "up", endpoint: own.endpoint },
      {
        state: "down",
        endpoint: other.endpoint,
        fault: { message: expect.stringMatching(/belongs to another cluster/) },
      },
    ]);
  });

  test("that takes the place of the first is refused until the source is opened anew", async () => {
    const [own, other] = [await holding("own"), await holding("other")];
    const places = [own.clientPort];
    const proxy = await CuttableProxy.to(() => places[0]!);
    closing.push(() => proxy.close());
    const source = await opened(proxy.endpoint);
    await source.describe();
    places[0] = other.clientPort;
    proxy.cut();
    const refusal = { message: expect.stringMatching(/^Another cluster .* answers at .*Restart etcdscope/) };
    await expect.poll(() => source.read(key).catch((error: unknown) => error)).toMatchObject(refusal);
    await expect(source.read(key)).rejects.toMatchObject(refusal);
    expect((await (await opened(proxy.endpoint)).read(key))?.value).toEqual(bytesOf("other"));
  });
});

test.skipIf(etcdBinary === undefined)(
  "members of one cluster are taken for one, whoever answers",
  async () => {
    const members = await startCluster(3, { binary: etcdBinary! });
    closing.push(() => Promise.all(members.map((member) => member.stop())));
    const leader = await leaderOf(members);
    const rest = members.filter((member) => member !== leader);
    await leader.etcdctl("put", "/a", "1");
    const [nobody] = await freePorts(1);
    const source = await opened(`http://127.0.0.1:${nobody}`, rest[0]!.endpoint, rest[1]!.endpoint);
    expect((await source.read(key))?.value).toEqual(bytesOf("1"));
    await rest[0]!.kill9();
    expect((await source.read(key))?.value).toEqual(bytesOf("1"));
  },
);
