import { setTimeout as delay } from "node:timers/promises";
import type { EtcdProcess } from "./etcd-process.ts";

/** The member that leads its cluster, as soon as one of these says so. */
export async function leaderOf(members: readonly EtcdProcess[]): Promise<EtcdProcess> {
  for (;;) {
    for (const member of members) if (await leads(member)) return member;
    await delay(50);
  }
}

interface EndpointStatus {
  readonly Status: { readonly header: { readonly member_id: number }; readonly leader: number };
}

async function leads(member: EtcdProcess): Promise<boolean> {
  if (member.pid === undefined) return false;
  try {
    const { stdout } = await member.etcdctl("--command-timeout=1s", "endpoint", "status", "-w", "json");
    const [status]: EndpointStatus[] = JSON.parse(stdout.toString());
    return status !== undefined && status.Status.leader === status.Status.header.member_id;
  } catch {
    return false;
  }
}
