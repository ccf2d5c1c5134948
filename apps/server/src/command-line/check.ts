import { type ClusterState, type SourceDamage, SourceFault } from "@etcdscope/keyspace";
import { withoutHash } from "../snapshot-source/damage-log.ts";
import { CommandFault, UsageFault } from "./faults.ts";
import { checkOptions, parseOptions } from "./options.ts";
import { shownMessage } from "./shown-text.ts";
import { type Asked, askedFor, clusterOptions, isCluster, openFile } from "./sources.ts";
import { print, type Terminal } from "./terminal.ts";

const stepTimeout = 5000;

/** One step towards a place that keys come from. */
interface Step {
  readonly place: string;
  readonly step: string;
  readonly outcome: "ok" | "failed" | "skipped";
  readonly reason: string;
}

/** `etcdscope check`: every step towards every endpoint of every source, one a line; exit code 1 when one fails. */
export async function check(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values } = parseOptions(args, checkOptions, 0);
  const failed = new Set<string>();
  const places = new Set<string>();
  for (const asked of await askedFor(values, terminal))
    for await (const step of stepsOf(asked, terminal)) {
      const { name } = asked;
      await print(terminal, rowOf(name, step));
      const place = `${name} ${step.place}`;
      places.add(place);
      if (step.outcome === "failed") failed.add(place);
    }
  if (places.size === 0) throw new CommandFault("The settings file names no source.");
  if (failed.size > 0) throw new CommandFault(`${failed.size} of ${places.size} endpoints failed.`);
}

async function* stepsOf({ name, values }: Asked, terminal: Terminal): AsyncGenerator<Step> {
  for (const path of values.snapshot ?? []) yield await fileStep(path, values, terminal);
  if (values.snapshot !== undefined && !isCluster(values)) return;
  try {
    yield* endpointSteps(values, terminal);
  } catch (error) {
    // One of several that is set up wrongly must not hide the others.
    if (name === undefined || !isTold(error)) throw error;
    yield {
      place: values.endpoints ?? values["discovery-srv"] ?? "kubeadm",
      step: "settings",
      outcome: "failed",
      reason: error.message,
    };
  }
}

async function* endpointSteps(values: Asked["values"], terminal: Terminal): AsyncGenerator<Step> {
  const { endpoints, ...credentials } = await clusterOptions(values, terminal);
  const { checkEndpoint } = await import("../etcd-source/check-endpoint.ts");
  const { ClusterIdentity } = await import("../etcd-source/cluster-identity.ts");
  const identity = new ClusterIdentity();
  try {
    for (const at of endpoints)
      for await (const { endpoint, ...step } of checkEndpoint(at, { ...credentials, stepTimeout, identity }))
        yield { place: endpoint, ...step };
  } catch (error) {
    throw error instanceof RangeError ? new UsageFault(error.message) : error;
  }
}

async function fileStep(path: string, values: Asked["values"], terminal: Terminal): Promise<Step> {
  const step = { place: path, step: "file" } as const;
  try {
    const { source } = await openFile(path, values, terminal);
    const { revision, keyCount, damage } = await source.describe();
    const state = await source.cluster?.({ patience: 0 });
    await source.close();
    const reason = `revision ${revision}, ${keyCount} keys`;
    if (damage === undefined) return { ...step, outcome: "ok", reason: `${reason}${restoring(state)}` };
    return { ...step, outcome: "failed", reason: `${reason}, damaged: ${damagedParts(damage)}` };
  } catch (error) {
    if (!isTold(error) && !(error instanceof SourceFault)) throw error;
    return { ...step, outcome: "failed", reason: error.message };
  }
}

/** What restoring needs, where the file is whole and has no sha256 that tells so. */
function restoring(state: ClusterState | undefined): string {
  return state?.snapshot?.hash === "absent" ? `, but ${withoutHash}` : "";
}

/** What stderr tells at length. */
function damagedParts({ pages, pageCount, hash, freelist, packing }: SourceDamage): string {
  return [
    ...(packing === undefined ? [] : [`packed file ${packing.fault}`]),
    ...(pages === 0 ? [] : [`${pages} of ${pageCount} pages`]),
    ...(freelist === undefined ? [] : [`list of free pages contradicts ${freelist} pages`]),
    ...(hash === undefined ? [] : [`sha256 ${hash}`]),
  ].join(", ");
}

function isTold(error: unknown): error is Error {
  return error instanceof CommandFault || error instanceof UsageFault;
}

/** The source's name where it has one, endpoint, step, outcome and reason, with tabs between: for people and for `cut`. */
function rowOf(name: string | undefined, { place, step, outcome, reason }: Step): string {
  const columns = [...(name === undefined ? [] : [name]), place, step, outcome, reason];
  return `${columns.map(shownMessage).join("\t")}\n`;
}
