import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** The two programs of one etcd release. */
export interface EtcdBinary {
  readonly etcd: string;
  readonly etcdctl: string;
  /** As the program tells it: `3.4.23`. */
  readonly version: string;
}

/** Looks for etcd in a folder, or on the PATH; `undefined` when it is not there or does not run. */
export function findEtcd(folder?: string): EtcdBinary | undefined {
  const at = (name: string) => (folder === undefined ? name : join(folder, name));
  const version = versionOf(at("etcd"));
  return version === undefined ? undefined : { etcd: at("etcd"), etcdctl: at("etcdctl"), version };
}

function versionOf(etcd: string): string | undefined {
  try {
    const told = execFileSync(etcd, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return /etcd Version: (\S+)/.exec(told)?.[1];
  } catch {
    return undefined;
  }
}
