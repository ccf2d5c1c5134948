import {
  type ClusterAnswer,
  type ClusterProblem,
  idHex,
  type LeaseAnswer,
  type LeasesAnswer,
  leaseHex,
  type MemberAnswer,
} from "@etcdscope/contract";
import { type KeySource, SourceFault } from "@etcdscope/keyspace";
import { clusterAnswer, leasesAnswer } from "../routes/cluster-answers.ts";
import { CommandFault } from "./faults.ts";
import { choiceOption, clusterOptions, parseOptions } from "./options.ts";
import { shownMessage } from "./shown-text.ts";
import { openSource } from "./sources.ts";
import { print, type Terminal } from "./terminal.ts";

/** What it does not have is not for want of an answer. */
const kineLacks =
  "answers etcd's API out of an SQL database (k3s, RKE2): no raft, quota, alarms or list of leases, no version of a key; keys without a slash at the beginning are not listed";

/** Every member has its own, shorter deadline: all of them have answered or are down by then. */
const patience = 8000;
const mostLeases = 2000;

/** Leases, or why they could not be had. */
type LeasesTold = LeasesAnswer | { readonly problem: ClusterProblem };

/** `etcdscope cluster`: what the source tells of its cluster, a line each, the first word saying what it is of. */
export async function cluster(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values } = parseOptions(args, clusterOptions, 0);
  const form = choiceOption("output", values.output, ["text", "json"] as const);
  const { source } = await openSource(values, terminal);
  try {
    if (source.cluster === undefined) throw new CommandFault("This source tells nothing of its cluster.");
    const answer = clusterAnswer(await source.cluster({ patience }), new Date());
    const leases = await leasesOf(source);
    const text =
      form === "json" ? `${JSON.stringify({ cluster: answer, leases }, null, 2)}\n` : textOf(answer, leases);
    await print(terminal, text);
    const isAlive =
      answer.snapshot !== null || answer.members.some(({ state }) => state === "up" || state === "refused");
    if (!isAlive) throw new CommandFault("No member answers.");
  } finally {
    await source.close();
  }
}

/** Keys are not listed for it: `keyCount` stays unknown. */
async function leasesOf(source: KeySource): Promise<LeasesTold> {
  try {
    const list = await source.leases?.({ limit: mostLeases });
    return leasesAnswer(list ?? { leases: [], total: 0, areSoonest: true }, new Date());
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return { problem: { code: error.code, message: error.message } };
  }
}

function textOf(answer: ClusterAnswer, leases: LeasesTold): string {
  const { clusterId, version, problems } = answer;
  const lines = [
    ...(answer.server === "kine" ? [["server", "kine", kineLacks]] : []),
    ["cluster", clusterId === null ? "-" : idHex(clusterId), version ?? "-"],
    ["revision", answer.revision ?? "-", `oldest readable ${answer.oldestRevision ?? "not known"}`],
    ...(answer.alarms ?? []).map(({ member, kind }) => ["alarm", kind, idHex(member)]),
    ...answer.members.map(memberLine),
    ...snapshotLines(answer),
    ...Object.entries(problems).map(([part, { message }]) => ["unknown", part, message]),
    ...leaseLines(leases),
  ];
  return lines.map((line) => `${line.map(shownMessage).join("\t")}\n`).join("");
}

function memberLine({
  id,
  name,
  state,
  isLeader,
  isLearner,
  status,
  endpoint,
  clientUrls,
  problem,
}: MemberAnswer) {
  const role = isLeader ? "leader" : isLearner ? "learner" : "follower";
  const address = endpoint ?? clientUrls.join(",");
  const start = ["member", id === null ? "-" : idHex(id), name ?? "-", state];
  if (status === null) return [...start, ...(problem === null ? [] : [problem.message]), address];
  const { version, databaseSize, databaseInUse, quota, raftIndex, raftTerm } = status;
  const inUse = databaseInUse === null ? "" : `, ${databaseInUse} in use`;
  const space = `${databaseSize} bytes${inUse}, quota ${quota ?? "not reported"}`;
  // One that is in no raft cluster has no role there.
  if (raftTerm === "0")
    return [...start, version, `${databaseSize} bytes${inUse}`, ...status.complaints, address];
  return [
    ...start,
    role,
    version,
    space,
    `raft index ${raftIndex}, term ${raftTerm}`,
    ...status.complaints,
    address,
  ];
}

function snapshotLines({ snapshot }: ClusterAnswer): string[][] {
  if (snapshot === null) return [];
  const { databaseSize, databaseInUse, hash, consistentIndex, users, roles, removedMembers } = snapshot;
  return [
    ["file", `${databaseSize} bytes, ${databaseInUse} in use`, `sha256 ${hash}`],
    ["consistent index", consistentIndex ?? "-"],
    ...removedMembers.map((id) => ["removed member", idHex(id)]),
    ...users.map((user) => ["user", user]),
    ...roles.map((role) => ["role", role]),
  ];
}

function leaseLines(told: LeasesTold): string[][] {
  if ("problem" in told) return [["unknown", "leases", told.problem.message]];
  const { leases, total } = told;
  const shown = leases.length < total ? [`the first ${leases.length} are listed`] : [];
  return [["leases", String(total), ...shown], ...leases.map(leaseLine)];
}

function leaseLine({ lease, granted, left }: LeaseAnswer): string[] {
  const time = left === null ? [] : [`${left} s left`];
  return ["lease", leaseHex(lease), ...time, granted === null ? "not reported" : `granted for ${granted} s`];
}
