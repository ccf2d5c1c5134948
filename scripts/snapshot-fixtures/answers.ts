import { createHash } from "node:crypto";
import type { Gateway, GatewayEvent, GatewayKeyValue } from "./gateway.ts";

/** What the server itself says of the data that its snapshot holds. */
export interface Answers {
  readonly etcd: string;
  /** `etcdctl snapshot status`. */
  readonly status: unknown;
  readonly revision: string;
  readonly oldestRevision: string;
  readonly states: readonly State[];
  /** One line an event from the oldest revision on, deletions as `key mod deleted`. */
  readonly events: Listing;
}

interface State extends Listing {
  readonly revision: string;
}

/** Lines of `key create mod version lease size sha256`, the key in base64, the sha256 cut to 16 digits; where they are many, only their number and hash. */
interface Listing {
  readonly count: number;
  readonly sha256: string;
  readonly lines?: readonly string[];
}

const mostLines = 60;
const mostStates = 24;

/** Asks a live etcd for everything that can be read back from its snapshot. */
export async function answersOf(gateway: Gateway, etcd: string, status: unknown): Promise<Answers> {
  const revision = await gateway.revision();
  const oldestRevision = await oldestReadable(gateway, revision);
  const states: State[] = [];
  for (const asked of spread(oldestRevision, revision)) {
    const state = (await gateway.state(asked)) ?? [];
    states.push({ revision: String(asked), ...listing(state.map(lineOf)) });
  }
  const events = listing((await gateway.eventsSince(oldestRevision)).map(eventLine));
  return { etcd, status, revision: String(revision), oldestRevision: String(oldestRevision), states, events };
}

async function oldestReadable(gateway: Gateway, newest: bigint): Promise<bigint> {
  for (let revision = 1n; revision <= newest; revision++)
    if ((await gateway.state(revision)) !== undefined) return revision;
  throw new Error("no revision can be read");
}

/** At most `mostStates` revisions, evenly spread, with both ends. */
function spread(oldest: bigint, newest: bigint): bigint[] {
  const steps = newest - oldest;
  const stops = steps < mostStates ? steps : BigInt(mostStates - 1);
  if (stops === 0n) return [newest];
  return Array.from({ length: Number(stops) + 1 }, (_, stop) => oldest + (steps * BigInt(stop)) / stops);
}

function listing(lines: readonly string[]): Listing {
  const sha256 = createHash("sha256").update(lines.join("\n")).digest("hex");
  return { count: lines.length, sha256, ...(lines.length > mostLines ? {} : { lines }) };
}

function lineOf(kv: GatewayKeyValue): string {
  const value = Buffer.from(kv.value ?? "", "base64");
  const hash = createHash("sha256").update(value).digest("hex").slice(0, 16);
  const { key, create_revision = "0", mod_revision = "0", version = "0", lease = "0" } = kv;
  return [key, create_revision, mod_revision, version, lease, value.length, hash].join(" ");
}

const eventLine = ({ type, kv }: GatewayEvent): string =>
  type === "DELETE" ? `${kv.key} ${kv.mod_revision} deleted` : lineOf(kv);
