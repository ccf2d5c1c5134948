import { type KeySource, type MemorySource, SourceFault } from "@etcdscope/keyspace";

/** A source that can be unplugged and plugged in again; what is written meanwhile is there afterwards. */
export interface Breakable extends KeySource {
  unplug(): void;
  plugIn(): void;
  /** Listings begun so far. */
  readonly listings: () => number;
}

const gone = (): SourceFault => new SourceFault("source_unavailable", "The cable is out.");

export function breakable(inner: MemorySource): Breakable {
  let isOut = false;
  let listings = 0;
  const check = (): void => {
    if (isOut) throw gone();
  };
  return {
    unplug: () => {
      isOut = true;
      inner.interrupt(gone());
    },
    plugIn: () => {
      isOut = false;
    },
    listings: () => listings,
    describe: async (signal) => {
      check();
      return await inner.describe(signal);
    },
    async *listKeys(options) {
      check();
      listings++;
      yield* inner.listKeys(options);
    },
    read: async (key, options) => {
      check();
      return await inner.read(key, options);
    },
    async *follow(fromRevision, signal) {
      check();
      yield* inner.follow(fromRevision, signal);
    },
    close: () => inner.close(),
  };
}
