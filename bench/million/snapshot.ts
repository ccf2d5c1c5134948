/** The snapshot of the same etcd: opened here, and by `etcdctl snapshot status`. Run: see README.md. */
import { loadavg } from "node:os";
import { findEtcd } from "@etcdscope/etcd-process";
import { snapshotOf } from "./cluster.ts";
import { run } from "./program.ts";

const [keys = 1_000_000] = process.argv.slice(2).map(Number);
const file = await snapshotOf(keys);
const theirs = await run(findEtcd()?.etcdctl ?? "etcdctl", ["snapshot", "status", file]);
console.log(`load of the machine: ${loadavg()[0]?.toFixed(1)}`);
console.log(
  `etcdctl snapshot status: ${(theirs.milliseconds / 1000).toFixed(2)} s, ${Math.round(theirs.peak)} MiB`,
);
process.argv[2] = file;
await import("../open-snapshot/open-snapshot.ts");
