import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, type Entry, sparseFile, writeDatabase } from "../bolt/writer.testing.ts";
import { putEntry } from "../revision/record.testing.ts";
import { historyOf } from "../snapshot/collect.testing.ts";
import { NotASnapshot, SnapshotDamage } from "../snapshot/damage.ts";
import { fixtureBytes, MemoryFile } from "../snapshot/fixture.testing.ts";
import { readSnapshot } from "../snapshot/snapshot.ts";
import { readClusterRecords } from "./cluster-records.ts";
import { numberFields } from "./number-fields.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const key = [putEntry(2n, utf8("/a"), utf8("1"))];

const recordsOf = async (buckets: Readonly<Record<string, readonly Entry[]>>) =>
  readClusterRecords(await readSnapshot(sparseFile(writeDatabase(buckets))));

const fixture = async (name: string) => readSnapshot(new MemoryFile(fixtureBytes(name)));

describe("what a snapshot says of its cluster", () => {
  it("is what its etcd wrote", async () => {
    const records = await readClusterRecords(await fixture("snapshot-lease"));
    expect(records).toEqual({
      version: "3.4.0",
      members: [
        {
          id: 0x63d8bd204b98a5cn,
          name: "default",
          peerUrls: ["http://127.0.0.1:43561"],
          clientUrls: ["http://127.0.0.1:41707"],
          isLearner: false,
        },
      ],
      removedMembers: [],
      alarms: [],
      leases: [{ lease: expect.any(BigInt), granted: expect.any(BigInt) }],
      users: [],
      roles: [],
      warnings: [],
    });
    const [change] = (await historyOf(await fixture("snapshot-lease"))).filter(({ kv }) => kv.lease !== 0n);
    expect(records.leases[0]?.lease).toBe(change?.kv.lease);
  });

  it("names alarms, removed members, users and roles, and no password's hash", async () => {
    const records = await recordsOf({
      alarm: [
        [Uint8Array.of(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x10, 1), utf8("")],
      ],
      auth: [
        [utf8("authEnabled"), Uint8Array.of(1)],
        [utf8("authRevision"), new Uint8Array(8)],
      ],
      authRoles: [[utf8("root"), utf8("role")]],
      authUsers: [[utf8("root"), utf8("$2a$10$hash")]],
      key,
      members: [
        [utf8("ffffffffffffffff"), utf8('{"id":18446744073709551615,"name":"eins","isLearner":true}')],
      ],
      members_removed: [[utf8("a1"), utf8("removed")]],
    });
    expect(records).toEqual({
      members: [{ id: 2n ** 64n - 1n, name: "eins", peerUrls: [], clientUrls: [], isLearner: true }],
      removedMembers: [0xa1n],
      alarms: [{ member: 2n ** 64n - 1n, kind: 1 }],
      leases: [],
      isAuthEnabled: true,
      users: ["root"],
      roles: ["root"],
      warnings: [],
    });
  });

  it("is told without the entries that are damaged, and how many these are", async () => {
    const { members, leases, warnings } = await recordsOf({
      key,
      lease: [
        [new Uint8Array(8), Uint8Array.of(0x08, 0x80)],
        [Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1), Uint8Array.of(0x08, 1, 0x10, 60)],
      ],
      members: [
        [utf8("1"), utf8("{")],
        [utf8("2"), utf8("[]")],
        [utf8("x"), utf8("{}")],
      ],
    });
    expect(leases).toEqual([{ lease: 1n, granted: 60n }]);
    expect(members).toEqual([]);
    expect(warnings).toEqual([
      "The bucket members has entries that cannot be read: 3.",
      "The bucket lease has entries that cannot be read: 1.",
    ]);
  });

  it("is told without names and members longer than any that etcd writes", async () => {
    const { users, members, warnings } = await recordsOf({
      authUsers: [[new Uint8Array(2000).fill(0x61), utf8("")]],
      key,
      members: [[utf8("1"), utf8(`{"name":"${"a".repeat(70_000)}"}`)]],
    });
    expect([users, members]).toEqual([[], []]);
    expect(warnings).toHaveLength(2);
  });

  it("counts the pages of trees, and no others", async () => {
    const many = Array.from({ length: 200 }, (_, at) =>
      putEntry(BigInt(at + 2), utf8(`/${at}`), new Uint8Array(300)),
    );
    const database = writeDatabase({ key: many, lease: [] }, { firstPage: 10 });
    const snapshot = await readSnapshot(sparseFile(database));
    await historyOf(snapshot);
    await readClusterRecords(snapshot);
    expect(snapshot.bytesInUse).toBe((database.pageCount - 8) * database.pageSize);
  });

  it("stays a matter of damage and warnings, whichever byte is another", async () => {
    const bytes = bytesOf(
      writeDatabase({
        cluster: [[utf8("clusterVersion"), utf8("3.4.0")]],
        key,
        lease: [[new Uint8Array(8), Uint8Array.of(0x08, 1, 0x10, 60)]],
        members: [[utf8("1"), utf8('{"name":"eins"}')]],
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const flipped = bytes.slice();
        flipped[at] = (flipped[at] ?? 0) ^ mask;
        try {
          await readClusterRecords(await readSnapshot(new MemoryFile(flipped, 16 * bytes.length)));
        } catch (error) {
          expect(error instanceof SnapshotDamage || error instanceof NotASnapshot).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("the numbers of a message", () => {
  it("are found among fields of every other kind", () => {
    const bytes = Uint8Array.of(
      0x0a,
      2,
      1,
      2,
      0x10,
      5,
      0x19,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      0x25,
      1,
      2,
      3,
      4,
      0x10,
      7,
    );
    expect(numberFields(bytes)).toEqual(new Map([[2, 7n]]));
    for (let end = 1; end < bytes.length; end++)
      expect(numberFields(bytes.subarray(0, end))).toSatisfy(
        (found) => found === undefined || found instanceof Map,
      );
  });
});
