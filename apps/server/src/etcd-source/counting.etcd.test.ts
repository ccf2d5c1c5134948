import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ClusterIdentity } from "./cluster-identity.ts";
import { EtcdConnection } from "./connection.ts";
import { parseEndpoint } from "./endpoint.ts";
import { bytesOf, EtcdWriter, etcdBinary } from "./etcd.testing.ts";
import { findChildren } from "./find-children.ts";
import { Grants } from "./grants.ts";
import { KeptCredentials } from "./kept-credentials.ts";
import type { KeysReply } from "./key-messages.ts";
import { KineDialect } from "./kine.ts";
import { listPages } from "./listing.ts";
import { Members } from "./members.ts";
import type { RangeRequest } from "./messages.ts";
import { EtcdReader } from "./reader.ts";

/** Takes down how many keys etcd counted for each request. */
class CountingReader extends EtcdReader {
  readonly counts: number[] = [];

  override async keys(request: RangeRequest, signal?: AbortSignal, patience = 1): Promise<KeysReply> {
    const reply = await super.keys(request, signal, patience);
    this.counts.push(reply.count);
    return reply;
  }

  get most(): number {
    return Math.max(...this.counts);
  }
}

const together = 2000;
/** What a window holds at most, where it follows from the keys before it: 2.2 pages of 5,000 keys. */
const mostMeasured = 11_000;

describe.skipIf(etcdBinary === undefined)("what etcd counts for one request", () => {
  let etcd: EtcdProcess;
  let writer: EtcdWriter;
  let members: Members | undefined;

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary!, args: ["--max-txn-ops=5000"] });
    writer = new EtcdWriter(etcd);
  });
  afterAll(async () => {
    members?.close();
    writer.close();
    await etcd.stop();
  });

  function reader(): CountingReader {
    members?.close();
    const bounds = { callTimeout: 5000, largestAnswer: 64 * 1024 * 1024 };
    const credentials = new KeptCredentials({});
    const identity = new ClusterIdentity();
    const connection = new EtcdConnection(
      parseEndpoint(etcd.endpoint, false),
      { credentials },
      bounds,
      identity,
    );
    members = new Members([connection], 5000);
    const kine = new KineDialect(identity, members);
    return new CountingReader({ members, grants: new Grants(undefined, unasked), kine }, 0);
  }

  async function fill(total: number, keyOf: (at: number) => string): Promise<void> {
    await writer.clear();
    for (let from = 0; from < total; from += together) {
      const keys = Array.from({ length: Math.min(together, total - from) }, (_, at) => keyOf(from + at));
      await writer.putTogether(keys.map((key) => [bytesOf(key), bytesOf("v")]));
    }
  }

  async function listed(from: CountingReader): Promise<number> {
    let keys = 0;
    const pace = { firstPage: 1000, keysPerSecond: Number.POSITIVE_INFINITY };
    for await (const page of listPages(from, {}, pace)) keys += page.keys.length;
    return keys;
  }

  test("is what begins alike in a directory that is not a usual one", async () => {
    await fill(
      52_000,
      (at) => `/kubernetes.io/${String.fromCharCode(0x61 + (at % 26))}-things/ns/object-${at}`,
    );
    const listing = reader();
    expect(await listed(listing)).toBe(52_000);
    expect(listing.most).toBeLessThanOrEqual(mostMeasured);
    const levels = reader();
    for (const prefix of ["", "/", "/kubernetes.io/"])
      await findChildren(levels, bytesOf(prefix), { limit: 100 });
    expect(levels.most).toBeLessThanOrEqual(mostMeasured);
  });

  test("is a part of the keys where all begin alike and have no directory", async () => {
    await fill(50_000, (at) => `aaaa${String(at).padStart(9, "0")}`);
    const listing = reader();
    expect(await listed(listing)).toBe(50_000);
    expect(listing.most).toBeLessThanOrEqual(mostMeasured);
    const level = reader();
    await findChildren(level, bytesOf(""), { limit: 100 });
    expect(level.most).toBeLessThanOrEqual(mostMeasured);
  });

  test("is as little where what was written last is compacted, and where nothing is", async () => {
    await fill(52_000, (at) => `/elsewhere/${String.fromCharCode(0x61 + (at % 26))}/${at}`);
    const last = await writer.put(bytesOf("/elsewhere/z/last"), bytesOf("v"));
    await writer.compact(last);
    const listing = reader();
    expect(await listed(listing)).toBe(52_001);
    expect(listing.most).toBeLessThanOrEqual(mostMeasured);
    await writer.clear();
    expect(await listed(reader())).toBe(0);
  });
});

async function unasked(): Promise<never> {
  throw new Error("nobody has a role here");
}
