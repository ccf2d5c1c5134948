import { once } from "node:events";
import { createServer } from "node:net";
import { type EtcdProcess, freePorts, startCluster, startEtcd } from "@etcdscope/etcd-process";
import type { ClusterMember, ClusterState, KeySource, LeaseList, SourceFault } from "@etcdscope/keyspace";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { etcdBinary } from "./etcd.testing.ts";
import { type EtcdOptions, openEtcd } from "./open-etcd.ts";

const patient = { patience: 6000 };

async function withSource<T>(options: EtcdOptions, work: (source: KeySource) => Promise<T>): Promise<T> {
  const source = await openEtcd(options);
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

const stateOf = (options: EtcdOptions): Promise<ClusterState> =>
  withSource(options, (source) => source.cluster!(patient));

const leasesOrRefusal = (source: KeySource): Promise<LeaseList | SourceFault> =>
  source.leases!({ limit: 10 }).catch((fault: SourceFault) => fault);

/** A connection that was open is broken off first; whoever connects anew finds that nothing listens. */
const isGone = expect.stringMatching(/^(Nothing listens at its address|It broke off the connection)\. \(/);

const isListOrRefusal = (told: LeaseList | SourceFault): boolean =>
  "code" in told ? told.code === "permission_denied" : told.total === 1;

async function etcdctlJson(etcd: EtcdProcess, ...args: readonly string[]) {
  const { stdout } = await etcd.etcdctl(...args, "--write-out=json");
  return JSON.parse(stdout.toString("utf8").replaceAll(/(":)(\d{16,})/g, '$1"$2"'));
}

describe.skipIf(etcdBinary === undefined)("a single member", () => {
  let etcd: EtcdProcess;
  const open = () => ({ endpoints: [etcd.endpoint] });

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary!, args: ["--quota-backend-bytes=33554432"] });
    for (let at = 0; at < 5; at++) await etcd.etcdctl("put", "/a", String(at));
  });
  afterAll(() => etcd.stop());

  test("tells what etcdctl tells of it", async () => {
    const [{ Status }] = await etcdctlJson(etcd, "endpoint", "status");
    const state = await stateOf(open());
    const [{ Status: later }] = await etcdctlJson(etcd, "endpoint", "status");
    expect(state).toMatchObject({
      clusterId: BigInt(Status.header.cluster_id),
      version: Status.version,
      revision: BigInt(Status.header.revision),
      alarms: { value: [] },
      oldestRevision: { value: 1n },
    });
    expect(state.members).toEqual([
      {
        id: BigInt(Status.header.member_id),
        name: "etcdscope-test",
        clientUrls: [etcd.endpoint],
        peerUrls: [expect.stringMatching(/^http:/)],
        isLearner: false,
        state: "up",
        endpoint: etcd.endpoint,
        status: {
          version: Status.version,
          databaseSize: expect.any(Number),
          databaseInUse: expect.any(Number),
          quota: 33554432,
          leader: BigInt(Status.leader),
          raftTerm: BigInt(Status.raftTerm),
          raftIndex: expect.any(BigInt),
          raftAppliedIndex: expect.any(BigInt),
          revision: BigInt(Status.header.revision),
          isLearner: false,
          complaints: [],
          milliseconds: expect.any(Number),
          ...(state.members[0]?.status?.storageVersion === undefined
            ? {}
            : { storageVersion: expect.any(String) }),
        },
      },
    ]);
    // etcd moves these between two calls by itself.
    const status = state.members[0]!.status!;
    for (const [before, ours, after] of [
      [Status.raftIndex, status.raftIndex, later.raftIndex],
      [Status.raftAppliedIndex, status.raftAppliedIndex, later.raftAppliedIndex],
    ])
      expect([BigInt(before) <= ours, ours <= BigInt(after)]).toEqual([true, true]);
    const pages = [Status.dbSize, status.databaseSize, later.dbSize].toSorted((a, b) => a - b);
    expect(pages[2] - pages[0]).toBeLessThan(1 << 20);
    expect(status.databaseInUse).toBeGreaterThan(0);
    expect(status.databaseInUse).toBeLessThanOrEqual(status.databaseSize!);
  });

  test("tells the oldest revision that a compaction has left", async () => {
    await withSource(open(), async (source) => {
      await source.cluster!(patient);
      await etcd.etcdctl("compaction", "4");
      expect((await source.cluster!(patient)).oldestRevision).toEqual({ value: 4n });
    });
  });

  test("lists leases, the one that ends first before the others, and says how many there are", async () => {
    const granted: bigint[] = [];
    for (const seconds of [500, 100, 300]) {
      const { stdout } = await etcd.etcdctl("lease", "grant", String(seconds));
      granted.push(BigInt(`0x${/lease (\w+) granted/.exec(stdout.toString())?.[1]}`));
    }
    await withSource(open(), async (source) => {
      const { leases, ...rest } = await source.leases!({ limit: 10 });
      expect(rest).toEqual({ total: 3, areSoonest: true });
      expect(leases.map(({ lease, granted }) => [lease, granted])).toEqual([
        [granted[1], 100],
        [granted[2], 300],
        [granted[0], 500],
      ]);
      for (const { granted = 0, left = 0 } of leases) expect(granted - left).toBeLessThan(30);
      const only = await source.leases!({ limit: 1, only: granted[0]! });
      expect(only).toMatchObject({ leases: [{ lease: granted[0], granted: 500 }], total: 1 });
      expect((await source.leases!({ limit: 1, only: 12345n })).leases).toEqual([]);
      const first = await source.leases!({ limit: 1 });
      expect(first).toMatchObject({ total: 3, areSoonest: true, leases: [{ lease: granted[1] }] });
    });
  });

  test("is asked for many leases at a time without a warning", async () => {
    for (let at = 0; at < 20; at++) await etcd.etcdctl("lease", "grant", "1000");
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on("warning", onWarning);
    const { leases } = await withSource(open(), (source) => source.leases!({ limit: 100 }));
    await new Promise(setImmediate);
    process.off("warning", onWarning);
    expect(leases.length).toBeGreaterThanOrEqual(20);
    expect(warnings).toEqual([]);
  });

  test("is down with the cause when nothing listens any more, and the last list stays", async () => {
    const other = await startEtcd({ binary: etcdBinary! });
    await withSource({ endpoints: [other.endpoint] }, async (source) => {
      const [before] = (await source.cluster!(patient)).members;
      await other.stop();
      const state = await source.cluster!(patient);
      expect(state.members).toMatchObject([
        {
          id: before?.id,
          state: "down",
          fault: { code: "source_unavailable", message: isGone },
        },
      ]);
      expect(state.alarms.fault).toMatchObject({ code: "source_unavailable" });
    });
  });

  test("that was never there is told by its address alone", async () => {
    const [port] = await freePorts(1);
    const state = await stateOf({ endpoints: [`http://127.0.0.1:${port}`] });
    expect(state.members).toMatchObject([{ state: "down", endpoint: `http://127.0.0.1:${port}` }]);
    expect(state.members[0]).not.toHaveProperty("id");
    expect(state.membersFault).toMatchObject({ code: "source_unavailable" });
  });

  test("is asked, and every call is told with its outcome and time", async () => {
    const calls: [string, string, number][] = [];
    const onCall = (...call: (typeof calls)[number]) => void calls.push(call);
    await withSource({ ...open(), onCall }, async (source) => {
      await source.cluster!(patient);
      await expect(source.read(Uint8Array.of(1), { revision: 1_000_000n })).rejects.toBeDefined();
    });
    const told = new Set(calls.map(([method, outcome]) => `${method} ${outcome}`));
    for (const call of [
      "Maintenance/Status ok",
      "Cluster/MemberList ok",
      "KV/Range ok",
      "KV/Range revision_in_future",
    ])
      expect(told).toContain(call);
    for (const [, , seconds] of calls) expect(seconds).toBeGreaterThan(0);
  });

  test("raises NOSPACE beyond its quota, and the status says so", async () => {
    const full = await startEtcd({ binary: etcdBinary!, args: ["--quota-backend-bytes=1000000"] });
    const value = "x".repeat(100_000);
    for (let at = 0; at < 30; at++)
      if (
        !(await full.etcdctl("put", `/${at}`, value).then(
          () => true,
          () => false,
        ))
      )
        break;
    const { alarms, members } = await stateOf({ endpoints: [full.endpoint] });
    expect(alarms.value).toEqual([{ member: members[0]?.id, kind: "NOSPACE" }]);
    expect(members[0]?.status).toMatchObject({ quota: 1_000_000, complaints: [] });
    await full.stop();
  });

  test("that takes connections and says nothing is waited for no longer than the patience", async () => {
    const silent = createServer((socket) => socket.on("error", () => undefined)).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    await withSource({ endpoints: [etcd.endpoint, endpoint] }, async (source) => {
      // Its deadline is 2.5 s: whoever had waited for that would be told "down".
      const first = await source.cluster!({ patience: 400 });
      expect(first.members.map(({ state }) => state)).toEqual(["up", "waiting"]);
      await expect
        .poll(async () => (await source.cluster!({ patience: 400 })).members[1])
        .toMatchObject({ state: "down", fault: { message: "It did not answer within 2.5 seconds." } });
    });
    silent.close();
  });
});

describe.skipIf(etcdBinary === undefined)("three members", () => {
  let members: EtcdProcess[];
  beforeAll(async () => {
    members = await startCluster(3, { binary: etcdBinary! });
  });
  afterAll(() => Promise.all(members.map((member) => member.stop())));

  const byName = (state: ClusterState): Record<string, ClusterMember["state"]> =>
    Object.fromEntries(state.members.map(({ name, state }) => [name, state]));
  const allUp = { "member-1": "up", "member-2": "up", "member-3": "up" };

  test("are all found through one endpoint, and agree on their leader", async () => {
    const state = await stateOf({ endpoints: [members[1]!.endpoint] });
    expect(byName(state)).toEqual(allUp);
    const leaders = new Set(state.members.map(({ status }) => status?.leader));
    expect(leaders.size).toBe(1);
    expect(state.members.map(({ id }) => id)).toContain([...leaders][0]);
    expect(new Set(state.members.map(({ endpoint }) => endpoint))).toEqual(
      new Set(members.map(({ endpoint }) => endpoint)),
    );
  });

  test("of which one is killed: it is down, the others are up, and it comes back", async () => {
    await withSource({ endpoints: members.map(({ endpoint }) => endpoint) }, async (source) => {
      expect(byName(await source.cluster!(patient))).toEqual(allUp);
      await members[2]!.kill9();
      const state = await source.cluster!(patient);
      expect(byName(state)).toEqual({ ...allUp, "member-3": "down" });
      expect(state.members.find(({ name }) => name === "member-3")?.fault?.message).toEqual(isGone);
      await members[2]!.restart();
      await expect.poll(async () => byName(await source.cluster!(patient))).toEqual(allUp);
    });
  });

  test("of which two are gone: the one that is left says that it knows no leader", async () => {
    await withSource({ endpoints: [members[0]!.endpoint] }, async (source) => {
      await source.cluster!(patient);
      await Promise.all([members[1]!.kill9(), members[2]!.kill9()]);
      await expect
        .poll(async () => (await source.cluster!(patient)).members.find(({ name }) => name === "member-1"))
        .toMatchObject({ state: "up", status: { leader: 0n, complaints: ["etcdserver: no leader"] } });
      const state = await source.cluster!(patient);
      expect(byName(state)).toEqual({ "member-1": "up", "member-2": "down", "member-3": "down" });
      expect(state.oldestRevision?.fault ?? state.oldestRevision?.value).toBeDefined();
      await Promise.all([members[1]!.restart(), members[2]!.restart()]);
    });
  });
});

describe.skipIf(etcdBinary === undefined)("a cluster that asks who is there", () => {
  let etcd: EtcdProcess;
  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary! });
    const { stdout } = await etcd.etcdctl("lease", "grant", "600");
    const lease = /lease (\w+) granted/.exec(stdout.toString())?.[1] ?? "";
    for (const command of [
      ["put", "/app/a", "1", `--lease=${lease}`],
      ["put", "/secret/b", "2", `--lease=${lease}`],
      ["user", "add", "root:secret"],
      ["user", "add", "reader:pass"],
      ["role", "add", "app"],
      ["role", "grant-permission", "app", "--prefix=true", "read", "/app/"],
      ["user", "grant-role", "reader", "app"],
      ["auth", "enable"],
    ])
      await etcd.etcdctl(...command);
  });
  afterAll(() => etcd.stop());

  /** Later releases tell less to who is not root: what is told must be right, and what is not must say so. */
  test("tells a limited user what that user may know, and keeps nothing else back", async () => {
    await withSource({ endpoints: [etcd.endpoint], user: "reader", password: "pass" }, async (source) => {
      const state = await source.cluster!(patient);
      const [member] = state.members;
      expect(member).toMatchObject({ name: "etcdscope-test", clientUrls: [etcd.endpoint] });
      expect(state.oldestRevision).toEqual({ value: 1n });
      if (member?.state === "up") expect(state.alarms).toEqual({ value: [] });
      else
        expect([member?.fault?.code, state.alarms.fault?.code]).toEqual([
          "permission_denied",
          "permission_denied",
        ]);
      expect(await leasesOrRefusal(source)).toSatisfy(isListOrRefusal);
    });
  });

  test("tells root everything", async () => {
    await withSource({ endpoints: [etcd.endpoint], user: "root", password: "secret" }, async (source) => {
      const state = await source.cluster!(patient);
      expect(state.members).toMatchObject([
        { state: "up", name: "etcdscope-test", status: { complaints: [] } },
      ]);
      expect(state).toMatchObject({ oldestRevision: { value: 1n }, alarms: { value: [] } });
      expect(await source.leases!({ limit: 10 })).toMatchObject({ total: 1, leases: [{ granted: 600 }] });
    });
  });

  test("does not take a wrong password for a member that is down", async () => {
    const options = { endpoints: [etcd.endpoint], user: "root", password: "wrong" };
    const state = await stateOf(options);
    expect(["up", "refused"]).toContain(state.members[0]?.state);
    expect(state.oldestRevision?.fault).toMatchObject({ code: "unauthenticated" });
    await withSource(options, async (source) => {
      await expect(source.leases!({ limit: 10 })).rejects.toMatchObject({ code: "unauthenticated" });
    });
  });
});
