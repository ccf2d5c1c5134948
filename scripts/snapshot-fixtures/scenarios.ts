import type { Gateway } from "./gateway.ts";

/** How one fixture's data comes about. */
export interface Scenario {
  readonly name: string;
  /** The release that writes it, by the beginning of its version. */
  readonly release: string;
  /** A copy of the database file itself, without the sha256 behind it. */
  readonly isRaw?: true;
  fill(etcd: Gateway): Promise<void>;
}

const numbered = (index: number): string => String(index).padStart(5, "0");

/** Text that does not repeat itself in short distance, yet compresses well. */
function document(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  const line = new TextEncoder().encode(" the quick brown fox jumps over the lazy dog\n");
  for (let at = 0; at < size; at++)
    bytes[at] = at % 4096 < 8 ? (at >>> 12) & 0xff : (line[at % line.length] ?? 0);
  return bytes;
}

export const scenarios: readonly Scenario[] = [
  { name: "empty", release: "3.4.", fill: async () => undefined },
  { name: "one-key", release: "3.4.", fill: (etcd) => etcd.put({ key: "/app/name", value: "etcdscope" }) },
  { name: "tombstones", release: "3.4.", fill: tombstones },
  { name: "overflow", release: "3.4.", fill: overflow },
  { name: "branches", release: "3.4.", fill: branches },
  { name: "compacted", release: "3.4.", fill: compacted },
  { name: "compacted-away", release: "3.4.", fill: compactedAway },
  { name: "lease", release: "3.4.", fill: lease },
  { name: "raw", release: "3.4.", isRaw: true, fill: tombstones },
  { name: "etcd-3.5", release: "3.5.", fill: everything },
];

/** A little of all the others. */
async function everything(etcd: Gateway): Promise<void> {
  await tombstones(etcd);
  await lease(etcd);
  await compacted(etcd);
}

/** Deleted and created again, deleted for good, and a deletion as the newest change of all. */
async function tombstones(etcd: Gateway): Promise<void> {
  await etcd.put({ key: "/app/kept", value: "1" });
  await etcd.put({ key: "/app/again", value: "first life" });
  await etcd.put({ key: "/app/again", value: "first life, changed" });
  await etcd.remove("/app/again");
  await etcd.put({ key: "/app/gone", value: "" });
  await etcd.remove("/app/gone");
  await etcd.put({ key: "/app/again", value: "second life" });
  await etcd.putTogether([
    { key: "/app/together/a", value: "a" },
    { key: "/app/together/b", value: "b" },
  ]);
  await etcd.put({ key: "/app/", value: "a key that ends with a slash" });
  await etcd.remove("/app/kept");
}

/** A value over some 300 pages, between small ones. */
async function overflow(etcd: Gateway): Promise<void> {
  await etcd.put({ key: "/app/before", value: "small" });
  await etcd.put({ key: "/app/large", value: document(1_200_000) });
  await etcd.put({ key: "/app/page", value: document(4096) });
  await etcd.put({ key: "/app/after", value: "small" });
}

/** Enough keys for branches under the root branch; each changed once more, a third of them deleted. */
async function branches(etcd: Gateway): Promise<void> {
  const count = 6000;
  const keys = Array.from(
    { length: count },
    (_, index) => `/registry/pods/namespace-${index % 17}/${numbered(index)}`,
  );
  for (let at = 0; at < count; at += 100)
    await etcd.putTogether(keys.slice(at, at + 100).map((key) => ({ key, value: `first ${key}` })));
  for (let at = 0; at < count; at += 300)
    await etcd.putTogether(keys.slice(at, at + 100).map((key) => ({ key, value: `second ${key}` })));
  for (let at = 5; at < count; at += 60) await etcd.remove(keys[at] ?? "");
}

/** Compacted in the middle: of what was before only the current values are left. */
async function compacted(etcd: Gateway): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await etcd.put({ key: "/app/often", value: `round ${round}` });
    await etcd.put({ key: `/app/round-${round}`, value: "once" });
  }
  await etcd.remove("/app/round-0");
  await etcd.compact(await etcd.revision());
  await etcd.put({ key: "/app/often", value: "after the compaction" });
  await etcd.remove("/app/round-1");
  await etcd.put({ key: "/app/round-0", value: "again" });
}

/** Every key deleted, and the deletions compacted: the newest revision is known from the compaction alone. */
async function compactedAway(etcd: Gateway): Promise<void> {
  await etcd.put({ key: "/app/a", value: "a" });
  await etcd.put({ key: "/app/b", value: "b" });
  await etcd.remove("/app/a");
  await etcd.remove("/app/b");
  await etcd.compact(await etcd.revision());
}

/** Lease ids use all 63 bits. */
async function lease(etcd: Gateway): Promise<void> {
  const id = "7587869331423413005";
  await etcd.grantLease(id, 86_400);
  await etcd.put({ key: "/app/leased", value: "with a lease", lease: id });
  await etcd.put({ key: "/app/free", value: "without" });
  await etcd.put({ key: "/app/was-leased", value: "with", lease: id });
  await etcd.put({ key: "/app/was-leased", value: "without" });
}
