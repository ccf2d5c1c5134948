import { SourceFault } from "@etcdscope/keyspace";
import type { CallLimits, EtcdConnection } from "./connection.ts";
import { isFault } from "./fault.ts";
import { joined, type KeyRange, requestOf } from "./key-range.ts";
import { type Method, range, roleGet, userGet } from "./messages.ts";

/** One request to etcd. */
export type Ask = <Request, Reply>(
  method: Method<Request, Reply>,
  request: Request,
  signal?: AbortSignal,
) => Promise<Reply>;

/** Ranges that are checked at a time, and milliseconds for which roles count as known. */
const mostChecked = 16;
const rolesHold = 60_000;

/** etcd looks at a user's rights before it looks whether a revision has been: this one never has. */
const never = 2n ** 63n - 1n;

const everything: readonly KeyRange[] = [{ key: Uint8Array.of(0), end: undefined }];

/** What the user may read: etcd refuses a request as a whole that goes beyond it. Asked once, until it is forgotten. */
export class Grants {
  readonly #user: string | undefined;
  readonly #ask: Ask;
  #known: readonly KeyRange[] | undefined;
  #askedAt = 0;
  /** Ranges before this one were checked last. */
  #checked = 0;

  constructor(user: string | undefined, ask: Ask) {
    this.#user = user;
    this.#ask = ask;
  }

  /** In byte order, apart from one another, at least one: everything when etcd does not tell. */
  async ranges(signal?: AbortSignal): Promise<readonly KeyRange[]> {
    if (this.#known !== undefined) return this.#known;
    this.#askedAt = performance.now();
    const known = this.#user === undefined ? everything : await this.#readable(this.#user, signal);
    this.#known = known;
    return known;
  }

  /**
   * Rejects with `permission_denied` when these are not the ranges that the user may read any more. Whether they still
   * may be read is asked each time, some of them at a time; whether there are others, once a minute: etcd writes a
   * question about roles to its log.
   */
  async check(connection: EtcdConnection, ranges: readonly KeyRange[], limits: CallLimits): Promise<void> {
    if (this.#user === undefined) return;
    try {
      await Promise.all(this.#someOf(ranges).map((range) => mayRead(connection, range, limits)));
    } catch (error) {
      if (isFault(error, "permission_denied")) this.forget();
      throw error;
    }
    if (performance.now() - this.#askedAt < rolesHold) return;
    this.forget();
    const now = await this.ranges(limits.signal);
    if (!isSame(now, ranges))
      throw new SourceFault("permission_denied", "What the user may read has changed: it is listed anew.");
  }

  #someOf(ranges: readonly KeyRange[]): KeyRange[] {
    const first = ranges.slice(this.#checked, this.#checked + mostChecked);
    this.#checked = this.#checked + mostChecked < ranges.length ? this.#checked + mostChecked : 0;
    return first;
  }

  /** Rights may have changed: they are asked for anew. */
  forget(): void {
    this.#known = undefined;
  }

  async #readable(user: string, signal: AbortSignal | undefined): Promise<readonly KeyRange[]> {
    try {
      const roles = await this.#ask(userGet, user, signal);
      if (roles.includes("root")) return everything;
      const granted = await Promise.all(roles.map((role) => this.#ask(roleGet, role, signal)));
      const ranges = joined(granted.flat());
      return ranges.length === 0 ? everything : ranges;
    } catch (error) {
      if (isFault(error, "permission_denied")) return everything;
      throw error;
    }
  }
}

/** Costs etcd nothing but to look at the rights. Rejects with `permission_denied`. */
async function mayRead(connection: EtcdConnection, part: KeyRange, limits: CallLimits): Promise<void> {
  const request = { ...requestOf(part), revision: never, limit: 1, keysOnly: true, serializable: true };
  try {
    await connection.call(range, request, limits);
  } catch (error) {
    if (!isFault(error, "revision_in_future")) throw error;
  }
}

function isSame(some: readonly KeyRange[], others: readonly KeyRange[]): boolean {
  const textOf = ({ key, end }: KeyRange): string => `${key.join()}-${end?.join() ?? ""}`;
  return some.map(textOf).join(" ") === others.map(textOf).join(" ");
}
