import { type ClusterMember, SourceFault } from "@etcdscope/keyspace";
import type { ListedMember } from "./cluster-messages.ts";
import { type Endpoint, isLocal, parseEndpoint } from "./endpoint.ts";
import type { MemberClient } from "./member-client.ts";

/** A member and who can be asked about it: a client, or why there is none. */
export interface Seat {
  readonly listed: ListedMember;
  readonly client?: MemberClient | undefined;
  /** An address that the cluster told; asked where no given endpoint leads to this member. */
  readonly address?: Endpoint | SourceFault;
}

/** Finds for every member the given endpoint that leads to it, or else an address of its own. */
export function seatMembers(
  members: readonly ListedMember[],
  given: readonly MemberClient[],
  ownerOf: (client: MemberClient) => bigint | undefined,
): Seat[] {
  const isSecure = given.some(({ endpoint }) => endpoint.isSecure);
  const isNear = given.every(({ endpoint }) => isLocal(endpoint));
  return members.map((listed) => {
    const known = given.find((client) => ownerOf(client) === listed.id);
    const urls = listed.clientUrls.flatMap((url) => endpointOf(url));
    const named = given.find((client) => ownerOf(client) === undefined && isAmong(client.endpoint, urls));
    const client = known ?? named;
    return client === undefined
      ? { listed, address: addressOf(urls, { isSecure, isNear }) }
      : { listed, client };
  });
}

/** One that may be asked: a password or certificate that travels encrypted must not go out in the open. */
function addressOf(
  urls: readonly Endpoint[],
  { isSecure, isNear }: { isSecure: boolean; isNear: boolean },
): Endpoint | SourceFault {
  const encrypted = urls.filter((url) => url.isSecure || !isSecure);
  const askable = encrypted.filter(
    ({ place }) => place.path === undefined || (isNear && place.path.startsWith("/")),
  );
  // A loopback address that a distant member tells is its own machine, not this one.
  const best = isNear ? askable[0] : (askable.find((url) => !isLocal(url)) ?? askable[0]);
  if (best !== undefined) return best;
  const reason =
    urls.length === 0
      ? "it tells no address for clients."
      : encrypted.length === 0
        ? "its address is not encrypted, and the given endpoints are."
        : "its address is a Unix socket of its own machine.";
  return new SourceFault("not_supported", `It is not asked: ${reason}`);
}

function endpointOf(url: string): Endpoint[] {
  try {
    return [parseEndpoint(url, false)];
  } catch {
    return [];
  }
}

const isAmong = ({ url }: Endpoint, urls: readonly Endpoint[]): boolean =>
  urls.some((other) => other.url === url);

/** What is known of a member now. */
export function memberAt({ listed, client, address }: Seat): ClusterMember {
  const isUnstarted = listed.name === "" && listed.clientUrls.length === 0;
  if (isUnstarted) return { ...listed, state: "unstarted" };
  if (client === undefined)
    return { ...listed, state: "unasked", ...(address instanceof SourceFault ? { fault: address } : {}) };
  return { ...listed, ...foundBy(client, listed.id) };
}

/** A given endpoint that leads to no member of the list. */
export function strangerAt(client: MemberClient): ClusterMember {
  const found = foundBy(client, undefined);
  const { isLearner = false } = found.status ?? {};
  const id = client.status.known?.told.value?.header.memberId;
  return { ...(id === undefined ? {} : { id }), clientUrls: [], peerUrls: [], isLearner, ...found };
}

function foundBy(
  client: MemberClient,
  expected: bigint | undefined,
): Pick<ClusterMember, "state" | "endpoint" | "status" | "fault"> {
  const endpoint = client.endpoint.url;
  const known = client.status.known;
  const { value, fault } = known?.told ?? {};
  if (fault !== undefined) return { state: isRefusal(fault) ? "refused" : "down", endpoint, fault };
  // What it said before it was asked again may be long past: a member that is silent is not up.
  if (value === undefined || known?.isFresh !== true) return { state: "waiting", endpoint };
  if (expected !== undefined && value.header.memberId !== expected)
    return { state: "down", endpoint, fault: impostor() };
  return { state: "up", endpoint, status: value.status };
}

/** A member that refuses to tell is not down. */
export const isRefusal = (fault: SourceFault): boolean =>
  fault.code === "permission_denied" || fault.code === "unauthenticated";

const impostor = (): SourceFault =>
  new SourceFault("source_unavailable", "Another member answers at its address.");
