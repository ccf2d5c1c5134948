import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { SourceFault } from "@etcdscope/keyspace";
import { splitEndpoints } from "../etcd-source/endpoint.ts";
import type { EtcdOptions } from "../etcd-source/open-etcd.ts";
import type { OpenedSource } from "../explorer/explored-source.ts";
import { openSnapshot } from "../snapshot-source/open-snapshot.ts";
import { credentialsOf } from "./credentials.ts";
import { discoverEndpoints } from "./discovery.ts";
import { withEnvironment } from "./environment.ts";
import { CommandFault, UsageFault } from "./faults.ts";
import { countOption } from "./index-limits.ts";
import { withKubeadm } from "./kubeadm.ts";
import type { SourceValues } from "./options.ts";
import { namedSources } from "./source-settings.ts";
import { say, type Terminal } from "./terminal.ts";

const sample = fileURLToPath(new URL("../../../../fixtures/sample-cluster.db.gz", import.meta.url));

/** What a command is told of its sources. */
export interface AskedValues extends SourceValues {
  readonly config?: string | undefined;
}

/** Options of one or more sources, and the name that a settings file gives to the one. */
export interface Asked {
  readonly name?: string;
  readonly values: SourceValues;
}

/** Opens what the options name; the sample cluster when they name nothing. */
export async function openSources(
  typed: AskedValues,
  terminal: Terminal,
  onCall?: EtcdOptions["onCall"],
): Promise<OpenedSource[]> {
  const opened: OpenedSource[] = [];
  try {
    for (const asked of await askedFor(typed, terminal))
      for await (const one of openAsked(asked, terminal, onCall)) {
        opened.push({ ...one, id: freeId(asked.name === undefined ? one.id : idOf(asked.name), opened) });
      }
    return opened.length > 0 ? opened : [await openSample()];
  } catch (error) {
    await closeSources(opened);
    throw error;
  }
}

/** The settings file counts when neither the command line nor the environment names a source. */
export async function askedFor(typed: AskedValues, terminal: Terminal): Promise<readonly Asked[]> {
  const values = withEnvironment(typed, terminal.env);
  const isNamed = values.snapshot !== undefined || isCluster(values);
  return isNamed || typed.config === undefined ? [{ values }] : namedSources(typed.config);
}

async function* openAsked(
  { name, values }: Asked,
  terminal: Terminal,
  onCall: EtcdOptions["onCall"],
): AsyncGenerator<OpenedSource> {
  const named = name === undefined ? {} : { name };
  for (const path of values.snapshot ?? []) yield { ...(await openFile(path, values, terminal)), ...named };
  if (isCluster(values)) yield { ...(await openCluster(values, terminal, onCall)), ...named };
}

/** Whether the options name a running etcd. */
export function isCluster(values: SourceValues): boolean {
  return values.endpoints !== undefined || values["discovery-srv"] !== undefined || values.kubeadm === true;
}

/** Opens the one source that the options name. */
export async function openSource(values: AskedValues, terminal: Terminal): Promise<OpenedSource> {
  const [source, ...others] = await openSources(values, terminal);
  if (source !== undefined && others.length === 0) return source;
  await closeSources([source, ...others]);
  throw new UsageFault("This command reads one source: give one --snapshot or --endpoints.");
}

async function closeSources(opened: readonly (OpenedSource | undefined)[]): Promise<void> {
  await Promise.all(opened.map((one) => one?.source.close()));
}

async function openSample(): Promise<OpenedSource> {
  return { id: "sample", name: "Sample cluster", source: await openSnapshot(sample) };
}

/** How to reach the etcd that the options name. */
export async function clusterOptions(given: SourceValues, terminal: Terminal): Promise<EtcdOptions> {
  const values = given.kubeadm === true ? await withKubeadm(given) : given;
  const endpoints = await endpointsOf(values);
  const rate = values["index-rate"];
  return {
    endpoints,
    ...(rate === undefined ? {} : { keysPerSecond: countOption("index-rate", rate, 1) }),
    ...(await credentialsOf(values, terminal)),
    readCredentials: () => credentialsOf(values, terminal),
  };
}

/** DNS counts before a list, as for etcdctl. */
async function endpointsOf(values: SourceValues): Promise<string[]> {
  const domain = values["discovery-srv"];
  if (domain !== undefined) return await discoverEndpoints({ domain, name: values["discovery-srv-name"] });
  if (values.endpoints === undefined) throw new UsageFault("Which etcd? Give --endpoints.");
  return splitEndpoints(values.endpoints);
}

async function openCluster(
  values: SourceValues,
  terminal: Terminal,
  onCall: EtcdOptions["onCall"],
): Promise<OpenedSource> {
  const options = await clusterOptions(values, terminal);
  // Half of a short command's time would go into loading gRPC, which a snapshot does not need.
  const { openEtcd } = await import("../etcd-source/open-etcd.ts");
  try {
    const unseen = { kind: "etcd", name: options.endpoints.join(","), revision: 0n } as const;
    return { id: "etcd", source: await openEtcd({ ...options, onCall }), unseen };
  } catch (error) {
    throw error instanceof RangeError ? new UsageFault(error.message) : error;
  }
}

export async function openFile(
  path: string,
  values: SourceValues,
  terminal: Terminal,
): Promise<OpenedSource> {
  try {
    const source = await openSnapshot(path, {
      skipHashCheck: values["skip-hash-check"] === true,
      isStrict: values["strict-snapshot"] === true,
      onWarning: (warning) => say(terminal, `${path}: ${warning}`),
    });
    return { id: idOf(path), source };
  } catch (error) {
    throw error instanceof SourceFault ? new CommandFault(`${path}: ${error.message}`) : error;
  }
}

/** A short name for addresses, so that a link to a file opened elsewhere under the same name finds it again. */
function idOf(path: string): string {
  const [file = path] = path.split("#");
  const stem = basename(file).replace(/(\.(db|gz|zst|zip|tar|tgz|snapshot|snap))+$/i, "");
  return (
    stem
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "snapshot"
  );
}

function freeId(id: string, others: readonly OpenedSource[]): string {
  const taken = new Set(others.map((other) => other.id));
  let free = id;
  for (let number = 2; taken.has(free); number++) free = `${id}-${number}`;
  return free;
}
