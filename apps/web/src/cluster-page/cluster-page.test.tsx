import type { ClusterAnswer, LeaseAnswer, LeasesAnswer, MemberAnswer } from "@etcdscope/contract";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ApiFailure } from "../api/client.ts";
import { MemoryClient } from "../api/memory-client.testing.ts";
import { furnish, openApp } from "../app/app.testing.ts";

beforeEach(() => {
  localStorage.clear();
  furnish();
});
afterEach(cleanup);

const status: NonNullable<MemberAnswer["status"]> = {
  version: "3.5.9",
  storageVersion: null,
  databaseSize: 1_200_000_000,
  databaseInUse: 300_000_000,
  quota: null,
  leader: "10276657743932975437",
  raftTerm: "3",
  raftIndex: "9007199254740995",
  raftAppliedIndex: "9007199254740993",
  revision: "42",
  complaints: [],
  milliseconds: 3,
};
const one: MemberAnswer = {
  id: "10276657743932975437",
  name: "one",
  state: "up",
  isLeader: true,
  isLearner: false,
  endpoint: "http://a:2379",
  clientUrls: [],
  peerUrls: [],
  status,
  problem: null,
};
const two: MemberAnswer = {
  ...one,
  id: "2",
  name: "two",
  state: "down",
  isLeader: false,
  isLearner: true,
  endpoint: "http://b:2379",
  status: null,
  problem: { code: "source_unavailable", message: "Nothing listens at its address." },
};

const cluster: ClusterAnswer = {
  server: "etcd",
  at: "2026-01-02T03:04:05.000Z",
  clusterId: "14841639068965178418",
  version: "3.5.9",
  revision: "42",
  oldestRevision: "7",
  leader: "10276657743932975437",
  members: [one, two],
  alarms: [],
  problems: {},
  snapshot: null,
};
const lease = (id: string, parts: Partial<LeaseAnswer> = {}): LeaseAnswer => {
  return { lease: id, granted: 600, left: 125, keyCount: 0, keys: [], ...parts };
};
const leasesOf = (...leases: LeaseAnswer[]): LeasesAnswer => {
  return { at: cluster.at, leases, total: leases.length, areSoonest: true };
};

function open(told: Partial<ClusterAnswer>, leases: LeasesAnswer | ApiFailure = leasesOf(), search = "") {
  const client = new MemoryClient().put("/app/x", "1");
  client.clusterTold = { ...cluster, ...told };
  client.leasesTold = leases;
  return { client, ...openApp(client, `/s/memory/cluster${search}`) };
}

const rowOf = async (name: string) => {
  const cell = await screen.findByText(name, { selector: ".member-name" });
  return within(cell.closest("tr") ?? document.body);
};

describe("the cluster page", () => {
  it("tells of each member what it said, ids in hex and numbers exact", async () => {
    open({});
    const first = await rowOf("one");
    for (const text of ["leader", "up", "8e9e05c52164694d", "index 9007199254740995", "http://a:2379"])
      expect(first.getByText(text)).toBeTruthy();
    expect(first.getByText(/2 entries behind/)).toBeTruthy();
    expect(first.getByText(/300 MB in use/)).toBeTruthy();
    expect(first.getByText("Defragmenting would free 900 MB")).toBeTruthy();
    expect(first.getByText("quota not reported (etcd's default: 2 GiB)")).toBeTruthy();
    const second = await rowOf("two");
    for (const text of ["down", "learner", "Nothing listens at its address."])
      expect(second.getByText(text)).toBeTruthy();
    expect(screen.getByText("1 of 2 up")).toBeTruthy();
    expect(screen.getByText("cdf818194e3a8c32")).toBeTruthy();
  });

  it("says of kine what it lacks, and misses no leader there", async () => {
    const kine = { ...one, id: null, name: "kine", isLeader: false, status: { ...status, leader: null } };
    open({ server: "kine", clusterId: null, leader: null, members: [kine] });
    expect(await screen.findByText("This is kine, not etcd")).toBeTruthy();
    expect(screen.getByText(/no alarms and no list of leases/)).toBeTruthy();
    expect(screen.queryByText("The cluster has no leader")).toBeNull();
    expect(screen.queryByText("Leader")).toBeNull();
    expect(screen.queryByText(/^index /)).toBeNull();
    expect(screen.queryByText(/quota of|quota not/)).toBeNull();
    expect(await screen.findByText("kine has no list of leases.")).toBeTruthy();
  });

  it("says how much of a known quota is used", async () => {
    open({ members: [{ ...one, status: { ...status, quota: 2_000_000_000 } }] });
    expect(await screen.findByText("60% of the quota of 2 GB")).toBeTruthy();
  });

  it("puts alarms, a missing leader and what could not be learned before all else", async () => {
    open({
      leader: null,
      alarms: [
        { member: "2", kind: "NOSPACE" },
        { member: "2", kind: "CORRUPT" },
        { member: "77", kind: "LATER" },
      ],
      problems: { members: { code: "permission_denied", message: "The user may not." } },
    });
    for (const text of [
      /two has reached its quota/,
      /data of two may be damaged/,
      /alarm LATER/,
      /has no leader/,
    ])
      expect(await screen.findByText(text)).toBeTruthy();
    expect(screen.getByText(/The list of members: The user may not\./)).toBeTruthy();
  });

  it("shows all the rest to who may not read leases", async () => {
    open({}, new ApiFailure("permission_denied", "The user may not."));
    expect(await screen.findByText("The user may not read leases")).toBeTruthy();
    expect(await rowOf("one")).toBeTruthy();
  });

  it("says what is wrong when nothing can be told", async () => {
    const client = new MemoryClient();
    openApp(client, "/s/memory/cluster");
    expect(await screen.findByText("This source cannot tell that")).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Cluster" })).toBeNull();
  });

  it("keeps what it had when it cannot be refreshed, and says from when that is", async () => {
    const { client } = open({});
    await rowOf("one");
    client.clusterTold = new ApiFailure("source_timeout", "Too late");
    await userEvent.click(screen.getByRole("button", { name: "Refresh" }));
    expect(await screen.findByText("Could not refresh")).toBeTruthy();
    expect(await rowOf("one")).toBeTruthy();
  });

  it("is reached from the first page and from the bar above", async () => {
    const client = new MemoryClient();
    client.clusterTold = cluster;
    const { address } = openApp(client, "/s/memory");
    await userEvent.click(await screen.findByRole("link", { name: /^Members, space and leases/ }));
    await waitFor(() => expect(address()).toBe("/s/memory/cluster"));
    expect(screen.getByRole("link", { name: "Cluster" }).getAttribute("href")).toBe("/s/memory/cluster");
  });
});

describe("leases", () => {
  it("link to their keys, bytes included, and to all of them", async () => {
    open(
      {},
      leasesOf(
        lease("7587848390129262340", { keyCount: 1, keys: [{ key: "/a b" }] }),
        lease("-5", { keyCount: 1000, keys: [{ key: "\\xff", keyb: "_w" }], left: 90_000, granted: 100_000 }),
        lease("9", { keyCount: null, left: null, granted: null }),
      ),
    );
    expect((await screen.findByRole("link", { name: "/a b" })).getAttribute("href")).toBe(
      "/s/memory/key?key=/a%20b",
    );
    expect(screen.getByRole("link", { name: "\\xff" }).getAttribute("href")).toBe("/s/memory/key?keyb=_w");
    expect(screen.getByText("fffffffffffffffb")).toBeTruthy();
    const all = screen.getByRole("link", { name: "All 1,000 keys of lease fffffffffffffffb" });
    expect(all.getAttribute("href")).toBe("/s/memory/cluster?lease=-5");
    expect(screen.getByText("not known yet")).toBeTruthy();
  });

  it("of which more exist than are shown say so, and more can be asked for", async () => {
    const { client } = open({}, { ...leasesOf(lease("1")), total: 31_204 });
    expect(await screen.findByText("the 1 that end first, of 31,204")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Show up to 2,000" }));
    await waitFor(() => expect(client.asked).toContain("leases 2000"));
  });

  it("are reached from a key that is bound to one", async () => {
    const client = new MemoryClient().put("/app/x", "1", { lease: "-5" });
    client.clusterTold = cluster;
    openApp(client, "/s/memory/key?key=/app/x");
    const link = await screen.findByRole("link", { name: "fffffffffffffffb" });
    expect(link.getAttribute("href")).toBe("/s/memory/cluster?lease=-5");
  });

  it("that the address names show all their keys", async () => {
    open({}, leasesOf(), "?lease=-5");
    expect(await screen.findByRole("heading", { name: /Keys of lease fffffffffffffffb/ })).toBeTruthy();
    await waitFor(() =>
      expect(screen.getByRole("link", { name: "/app/x" }).getAttribute("href")).toBe(
        "/s/memory/key?key=/app/x",
      ),
    );
  });
});
