import fc from "fast-check";
import { expect, test } from "vitest";
import { leaseIds, leaseTime, memberList, memberStatus } from "./cluster-messages.ts";
import { WireWriter } from "./wire.ts";

const id = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n });
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const message = (writer: WireWriter): Buffer => Buffer.from(writer.finish());
const header = (member: bigint) =>
  new WireWriter().int64(1, 1n).int64(2, BigInt.asIntN(64, member)).int64(3, 9n).finish();

test("ids of members stay unsigned and exact", () => {
  fc.assert(
    fc.property(id, (member) => {
      const listed = new WireWriter()
        .int64(1, BigInt.asIntN(64, member))
        .bytes(2, utf8("eins"))
        .bytes(3, utf8("http://a:2380"))
        .bytes(4, utf8("http://a:2379"))
        .bytes(4, utf8("http://b:2379"))
        .int64(5, true);
      const reply = new WireWriter().message(1, header(member)).message(2, listed.finish());
      expect(memberList.decode(message(reply))).toEqual({
        header: { clusterId: 1n, memberId: member, revision: 9n },
        members: [
          {
            id: member,
            name: "eins",
            peerUrls: ["http://a:2380"],
            clientUrls: ["http://a:2379", "http://b:2379"],
            isLearner: true,
          },
        ],
      });
    }),
  );
});

test("alarms are told apart from what else a member complains of, however they are spaced", () => {
  fc.assert(
    fc.property(id, fc.constantFrom(" ", "  "), fc.constantFrom("", " "), (member, between, behind) => {
      const reply = new WireWriter()
        .bytes(8, utf8("etcdserver: no leader"))
        .bytes(8, utf8(`memberID:${member}${between}alarm:NOSPACE${behind}`))
        .bytes(8, utf8(`alarm:CORRUPT${behind}`));
      const { alarms, status } = memberStatus.decode(message(reply));
      expect(alarms).toEqual([
        { member, kind: "NOSPACE" },
        { member: 0n, kind: "CORRUPT" },
      ]);
      expect(status.complaints).toEqual(["etcdserver: no leader"]);
    }),
  );
});

test("a status of a later version tells its storage version, its quota, and what nobody knows yet", () => {
  const reply = new WireWriter()
    .bytes(2, utf8("3.6.1"))
    .int64(3, 4096)
    .int64(9, 2048)
    .bytes(11, utf8("3.6.0"))
    .int64(12, 2 ** 33)
    .bytes(99, utf8("?"));
  expect(memberStatus.decode(message(reply)).status).toMatchObject({
    version: "3.6.1",
    databaseSize: 4096,
    databaseInUse: 2048,
    storageVersion: "3.6.0",
    quota: 2 ** 33,
  });
});

test("leases may have any id, and a lease that is gone has minus one second left", () => {
  fc.assert(
    // Zero is no lease: protobuf does not write it.
    fc.property(
      fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((id) => id !== 0n)),
      (ids) => {
        const reply = new WireWriter();
        for (const lease of ids) reply.message(2, new WireWriter().int64(1, lease).finish());
        expect(leaseIds.decode(message(reply))).toEqual(ids);
      },
    ),
  );
  expect(leaseTime.decode(message(new WireWriter().int64(3, -1)))).toEqual({ left: -1, granted: 0 });
});

test("whatever bytes come, decoding ends, and fails only as a malformed message does", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      for (const { decode } of [memberList, memberStatus, leaseIds, leaseTime])
        try {
          decode(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
    }),
  );
});
