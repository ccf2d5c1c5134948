import {
  type ClusterAnswer,
  keyNameOf,
  type LeaseKeysAnswer,
  type LeasesAnswer,
  urls,
} from "@etcdscope/contract";
import { type LeaseList, SourceFault } from "@etcdscope/keyspace";
import { afterEach, describe, expect, it } from "vitest";
import { sourceOf, type TestApp, testApp } from "./app.testing.ts";
import { someCluster, sourceWith } from "./cluster.testing.ts";

let server: TestApp;
afterEach(() => server.close());

const get = async <Answer>(url: string): Promise<Answer> => {
  const response = await server.get(url);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};

describe("a cluster", () => {
  it("is told with ids that stay unsigned, and with what is missing beside what is there", async () => {
    server = await testApp(sourceWith({ cluster: someCluster }));
    const answer = await get<ClusterAnswer>(urls.cluster("s"));
    expect(answer).toMatchObject({
      clusterId: "9223372036854775809",
      leader: "18446744073709551615",
      revision: "9",
      oldestRevision: null,
      alarms: [{ member: "2", kind: "NOSPACE" }],
      problems: {
        members: { code: "permission_denied", message: "no list" },
        oldestRevision: { code: "source_unavailable", message: "too late" },
      },
      snapshot: null,
    });
    expect(answer.members.map(({ id, state, isLeader, problem }) => [id, state, isLeader, problem])).toEqual([
      ["18446744073709551615", "up", true, null],
      ["2", "down", false, { code: "source_unavailable", message: "gone" }],
      [null, "waiting", false, null],
    ]);
    expect(answer.members[0]?.status).toMatchObject({ quota: null, storageVersion: null, raftIndex: "50" });
  });

  it("is refused where the source knows of none", async () => {
    server = await testApp(sourceOf({}));
    for (const url of [urls.cluster("s"), urls.leases("s")]) {
      const response = await server.get(url);
      expect([response.statusCode, response.json().error.code]).toEqual([501, "not_supported"]);
    }
    expect(await get(urls.source("s"))).toMatchObject({ can: { cluster: false } });
  });
});

describe("leases", () => {
  const leases = [
    { lease: 7n, granted: 60, left: 3 },
    { lease: -5n, granted: 600, left: 500 },
    { lease: 9n },
  ];
  const list = () => ({ leases, total: 31_204, areSoonest: true });

  it("are asked for one by one, too", async () => {
    const asked: unknown[] = [];
    const one = ({ limit, only }: { limit: number; only?: bigint }) => {
      asked.push({ limit, only });
      return { leases: [{ lease: 7n, granted: 60, left: 3 }], total: 1, areSoonest: true };
    };
    server = await testApp(sourceWith({ leases: one }));
    const { leases: told } = await get<LeasesAnswer>(urls.lease("s", "7"));
    expect(told).toMatchObject([{ lease: "7", left: 3 }]);
    expect(asked).toEqual([{ limit: expect.any(Number), only: 7n }]);
  });

  it("come with the first of their keys, in bytes, and how many there are", async () => {
    server = await testApp(sourceWith({ leases: list }));
    await expect.poll(async () => (await get<{ state: string }>(urls.source("s"))).state).toBe("ready");
    const { leases: told, total } = await get<LeasesAnswer>(urls.leases("s"));
    expect(total).toBe(31_204);
    expect(told).toEqual([
      {
        lease: "7",
        granted: 60,
        left: 3,
        keyCount: 2,
        keys: [{ key: "/b" }, keyNameOf(Uint8Array.of(0x2f, 0xff))],
      },
      {
        lease: "-5",
        granted: 600,
        left: 500,
        keyCount: 8,
        keys: [0, 1, 2, 3, 4].map((at) => ({ key: `/many/${at}` })),
      },
      { lease: "9", granted: null, left: null, keyCount: 0, keys: [] },
    ]);
  });

  it("tell all their keys page by page", async () => {
    server = await testApp(sourceWith({ leases: list }));
    await expect.poll(async () => (await get<{ state: string }>(urls.source("s"))).state).toBe("ready");
    const first = await get<LeaseKeysAnswer>(urls.leaseKeys("s", "-5", { limit: 5 }));
    expect(first.keys).toHaveLength(5);
    const rest = await get<LeaseKeysAnswer>(
      urls.leaseKeys("s", "-5", { limit: 5, cursor: first.next ?? "" }),
    );
    expect(rest).toMatchObject({ next: null, keys: [5, 6, 7].map((at) => ({ key: `/many/${at}` })) });
    expect(await get(urls.leaseKeys("s", "12345"))).toMatchObject({ keys: [], next: null });
  });

  it("that the user may not read are refused with that", async () => {
    const denied = (): LeaseList => {
      throw new SourceFault("permission_denied", "The user may not read this part of etcd.");
    };
    server = await testApp(sourceWith({ leases: denied }));
    const response = await server.get(urls.leases("s"));
    expect([response.statusCode, response.json().error.code]).toEqual([403, "permission_denied"]);
  });

  it.each([
    ["leases?limit=0", /limit/],
    ["leases?limit=2001", /limit/],
    ["leases/abc/keys", /lease/],
    ["leases/1/keys?cursor=%2F", /next/],
  ])("%s is answered with one clear sentence", async (path, message) => {
    server = await testApp(sourceWith({ leases: list }));
    const response = await server.get(`/api/v1/sources/s/${path}`);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({
      error: { code: "invalid_request", message: expect.stringMatching(message) },
    });
  });
});
