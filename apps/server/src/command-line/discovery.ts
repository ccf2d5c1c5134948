import { Resolver } from "node:dns/promises";
import { CommandFault, UsageFault } from "./faults.ts";

/** What is asked of DNS. */
export type SrvResolver = Pick<Resolver, "resolveSrv">;

export interface Discovery {
  readonly domain: string;
  /** Tells several clusters of one domain apart; as `--discovery-srv-name` of etcdctl. */
  readonly name?: string | undefined;
}

const milliseconds = 2500;

/** The servers that this machine uses. */
const systemResolver = (): SrvResolver => new Resolver({ timeout: milliseconds, tries: 2 });

/**
 * The client URLs of a cluster from its SRV records, as etcdctl looks them up: `_etcd-client-ssl._tcp.DOMAIN` and
 * `_etcd-client._tcp.DOMAIN`, the preferred ones first. Where there are encrypted ones, the others are left out: a
 * password must not go out in the open. Throws {@link CommandFault} where there are none.
 */
export async function discoverEndpoints(
  { domain, name }: Discovery,
  resolver: SrvResolver = systemResolver(),
): Promise<string[]> {
  if (!/^[\w.-]+$/.test(domain))
    throw new UsageFault(`--discovery-srv takes a domain; "${domain}" is not one.`);
  const suffix = name === undefined ? "" : `-${name}`;
  const names = [`_etcd-client-ssl${suffix}._tcp.${domain}`, `_etcd-client${suffix}._tcp.${domain}`] as const;
  const [encrypted, plain] = await Promise.all(names.map((service) => lookUp(service, resolver)));
  const found = [...urlsOf("https", encrypted?.records), ...urlsOf("http", plain?.records)];
  const secure = found.filter((url) => url.startsWith("https:"));
  if (found.length > 0) return secure.length > 0 ? secure : found;
  const said = encrypted?.error ?? plain?.error ?? "no records";
  throw new CommandFault(`DNS has no SRV records ${names.join(" or ")}: check --discovery-srv. (${said})`);
}

interface Srv {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

async function lookUp(
  service: string,
  resolver: SrvResolver,
): Promise<{ readonly records: readonly Srv[]; readonly error?: string }> {
  try {
    return { records: await resolver.resolveSrv(service) };
  } catch (error) {
    return { records: [], error: error instanceof Error ? error.message : String(error) };
  }
}

/** The lowest priority first, of equal ones the heaviest. */
function urlsOf(scheme: string, records: readonly Srv[] = []): string[] {
  return records
    .toSorted((one, other) => one.priority - other.priority || other.weight - one.weight)
    .map(({ name, port }) => `${scheme}://${name.replace(/\.$/, "")}:${port}`);
}
