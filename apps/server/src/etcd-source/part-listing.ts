import { joinBytes, type KeyPage } from "@etcdscope/keyspace";
import { isFault } from "./fault.ts";
import type { KeysReply } from "./key-messages.ts";
import { type KeyRange, requestOf } from "./key-range.ts";
import type { PlannedRange, RangePlan } from "./range-plan.ts";
import type { EtcdReader } from "./reader.ts";

export interface PartPage extends KeyPage {
  /** Keys behind this page, where they were counted. */
  readonly remaining: number | undefined;
}

export interface PartListingOptions {
  /** The newest when absent. */
  readonly revision: bigint | undefined;
  /** Two windows may be asked for at a time. */
  readonly isAhead: boolean;
  readonly signal: AbortSignal | undefined;
}

interface TimedReply {
  /** Absent when the page was too large and a smaller one is to be asked for. */
  readonly reply: KeysReply | undefined;
  readonly milliseconds: number;
}

/** How many times the usual deadline a page may take that has missed it once. */
const slowPatience = 6;
const zeroByte = Uint8Array.of(0);

/**
 * The keys of a plan's range in pages, all of one revision. While a page is used, two others are on their way: what is
 * left of the window that it begins, and the first page of the next window. Windows are apart: neither needs the
 * other's answer, and what comes before its turn is one page.
 */
export class PartListing {
  readonly #reader: EtcdReader;
  readonly #plan: RangePlan;
  readonly #isAhead: boolean;
  readonly #signal: AbortSignal | undefined;
  #revision: bigint | undefined;

  constructor(reader: EtcdReader, plan: RangePlan, { revision, isAhead, signal }: PartListingOptions) {
    this.#reader = reader;
    this.#plan = plan;
    this.#isAhead = isAhead;
    this.#signal = signal;
    this.#revision = revision;
  }

  async *pages(): AsyncGenerator<PartPage> {
    let coming = this.#next();
    while (coming !== undefined) {
      const { reply, milliseconds } = await coming;
      this.#revision ??= reply?.revision;
      const rest = reply && this.#plan.observeAhead({ ...reply, keys: reply.kvs, milliseconds });
      const behind = this.#plan.remaining;
      coming = this.#isAhead ? this.#next() : undefined;
      if (reply !== undefined) yield* this.#window(reply, rest, behind);
      coming ??= this.#next();
    }
  }

  /** A page and what is left of its window; so many keys are known to be behind that. */
  async *#window(
    first: KeysReply,
    rest: KeyRange | undefined,
    behind: number | undefined,
  ): AsyncGenerator<PartPage> {
    let page: KeysReply | undefined = first;
    let left = rest;
    for (;;) {
      const coming = left && this.#begin({ ...requestOf(left), limit: this.#plan.limit });
      if (page !== undefined)
        yield this.#told(page, left === undefined ? 0 : page.count - page.kvs.length, behind);
      if (coming === undefined || left === undefined) return;
      const { reply, milliseconds }: TimedReply = await coming;
      page = reply;
      if (reply === undefined) continue;
      this.#plan.pace({ more: reply.more, milliseconds });
      left = behindPage(reply, left);
    }
  }

  #told({ kvs, revision }: KeysReply, left: number, behind: number | undefined): PartPage {
    const remaining = behind === undefined ? undefined : behind + left;
    return { revision: this.#revision ?? revision, keys: kvs, remaining };
  }

  #next(): Promise<TimedReply> | undefined {
    const planned = this.#plan.next;
    return planned === undefined ? undefined : this.#begin(planned);
  }

  #begin(planned: PlannedRange): Promise<TimedReply> {
    const coming = this.#timed(planned);
    // Who stops listing does not wait for it.
    coming.catch(() => undefined);
    return coming;
  }

  async #timed(planned: PlannedRange): Promise<TimedReply> {
    await this.#reader.precedence.standBack(this.#signal);
    const started = performance.now();
    const reply = await this.#request(planned);
    return { reply, milliseconds: performance.now() - started };
  }

  async #request(planned: PlannedRange): Promise<KeysReply | undefined> {
    const revision = this.#revision;
    // The first page must know the newest revision; the others read a state that does not change, from any member.
    const request = { ...planned, ...(revision === undefined ? {} : { revision, serializable: true }) };
    try {
      return await this.#reader.keys(request, this.#signal);
    } catch (error) {
      if (isFault(error, "too_large") && this.#plan.halve()) return undefined;
      if (!isFault(error, "source_timeout")) throw error;
      // Slow is not gone: a member that answers a small question at once gets more time for this one.
      await this.#reader.newestRevision(this.#signal);
      return await this.#reader.keys(request, this.#signal, slowPatience);
    }
  }
}

/** What of a window is behind a page of it. */
function behindPage({ kvs, more }: KeysReply, { end }: KeyRange): KeyRange | undefined {
  const last = kvs.at(-1)?.key;
  return more && last !== undefined ? { key: joinBytes(last, zeroByte), end } : undefined;
}
