import { createHash } from "node:crypto";
import type { EtcdProcess } from "@etcdscope/etcd-process";

export interface DigestedKey {
  readonly key: Uint8Array;
  readonly modRevision: bigint;
}

/** What keys there are at a revision: two digests are the same when every key and its mod revision are. */
export interface Digest {
  readonly revision: string;
  readonly keys: number;
  readonly sha256: string;
}

/** Keys in byte order. */
export function digestOf(revision: bigint | string, keys: Iterable<DigestedKey>): Digest {
  const hash = createHash("sha256");
  let count = 0;
  for (const { key, modRevision } of keys) {
    hash.update(`${key.length} `).update(key).update(` ${modRevision}\n`);
    count++;
  }
  return { revision: String(revision), keys: count, sha256: hash.digest("hex") };
}

/** All keys as etcdctl tells them. */
export async function etcdctlKeys(
  etcd: EtcdProcess,
  flags: readonly string[] = [],
): Promise<{ readonly revision: string; readonly keys: readonly DigestedKey[] }> {
  const { stdout } = await etcd.etcdctl(...flags, "get", "", "--from-key", "--keys-only", "-w", "json");
  const answer: {
    header: { revision: number };
    kvs?: readonly { key: string; mod_revision: number }[];
  } = JSON.parse(stdout.toString());
  const keys = (answer.kvs ?? []).map(({ key, mod_revision }) => ({
    key: new Uint8Array(Buffer.from(key, "base64")),
    modRevision: BigInt(mod_revision),
  }));
  return { revision: String(answer.header.revision), keys };
}
