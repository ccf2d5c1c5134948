import { isFault } from "./fault.ts";
import { joined, type KeyRange } from "./key-range.ts";
import { type Method, roleGet, userGet } from "./messages.ts";

/** One request to etcd. */
export type Ask = <Request, Reply>(
  method: Method<Request, Reply>,
  request: Request,
  signal?: AbortSignal,
) => Promise<Reply>;

const everything: readonly KeyRange[] = [{ key: Uint8Array.of(0), end: undefined }];

/** What the user may read: etcd refuses a request as a whole that goes beyond it. Asked once, until it is forgotten. */
export class Grants {
  readonly #user: string | undefined;
  readonly #ask: Ask;
  #known: readonly KeyRange[] | undefined;

  constructor(user: string | undefined, ask: Ask) {
    this.#user = user;
    this.#ask = ask;
  }

  /** In byte order, apart from one another, at least one: everything when etcd does not tell. */
  async ranges(signal?: AbortSignal): Promise<readonly KeyRange[]> {
    this.#known ??= this.#user === undefined ? everything : await this.#readable(this.#user, signal);
    return this.#known;
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
