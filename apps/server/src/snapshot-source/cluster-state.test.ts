import { type ClusterAnswer, type LeasesAnswer, urls } from "@etcdscope/contract";
import { afterEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../routes/app.testing.ts";
import { fixturePath } from "./fixture.testing.ts";
import { openSnapshot } from "./open-snapshot.ts";

let server: TestApp;
afterEach(() => server.close());

const get = async <Answer>(url: string): Promise<Answer> => {
  const response = await server.get(url);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};

describe("the cluster of a snapshot", () => {
  it("is what the file says", async () => {
    server = await testApp(await openSnapshot(fixturePath("sample-cluster")));
    const answer = await get<ClusterAnswer>(urls.cluster("s"));
    const source = await get<{ revision: string; oldestRevision: string }>(urls.source("s"));
    expect(answer).toMatchObject({
      version: "3.4.0",
      revision: source.revision,
      oldestRevision: source.oldestRevision,
      leader: null,
      alarms: [],
      problems: {},
      members: [
        { name: "default", state: "unasked", endpoint: null, status: null, id: "11417610130673999598" },
      ],
      snapshot: {
        fileSize: 3719200,
        databaseSize: 3719168,
        pageSize: 4096,
        hash: "intact",
        users: [],
        roles: [],
      },
    });
    const { databaseInUse = 0, databaseSize = 0 } = answer.snapshot ?? {};
    expect(databaseInUse).toBeGreaterThan(databaseSize / 10);
    expect(databaseInUse).toBeLessThanOrEqual(databaseSize);
    expect(await get(urls.source("s"))).toMatchObject({ can: { cluster: true } });
  });
  it("tells its leases with the time they were granted for, and their keys", async () => {
    server = await testApp(await openSnapshot(fixturePath("snapshot-lease")));
    await expect.poll(async () => (await get<{ state: string }>(urls.source("s"))).state).toBe("ready");
    const { leases: told, total } = await get<LeasesAnswer>(urls.leases("s"));
    expect(total).toBe(1);
    expect(told[0]).toMatchObject({ left: null, granted: expect.any(Number) });
    expect(told[0]?.keyCount).toBeGreaterThan(0);
    const alone = await get<LeasesAnswer>(urls.lease("s", told[0]?.lease ?? ""));
    expect(alone.leases).toEqual(told);
    expect((await get<LeasesAnswer>(urls.lease("s", "1"))).leases).toEqual([]);
  });
});
