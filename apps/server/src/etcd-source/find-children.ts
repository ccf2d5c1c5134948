import { type FindOptions, type FoundChildren, SourceFault } from "@etcdscope/keyspace";
import { rangeOf, within } from "./key-range.ts";
import { type LevelPort, scanLevel } from "./level-scan.ts";
import type { PlannedRange } from "./range-plan.ts";
import type { EtcdReader } from "./reader.ts";

/** Direct children of a prefix by requests that stay small, all of them at one revision. */
export async function findChildren(
  reader: EtcdReader,
  prefix: Uint8Array,
  options: FindOptions,
): Promise<FoundChildren> {
  const { signal } = options;
  const readable = await reader.readable(signal);
  let revision = options.revision;
  const isElsewhere = within(readable, rangeOf(prefix)).length === 0 && (await reader.isKine(signal));
  if (isElsewhere) revision ??= await reader.newestRevision(signal);
  const port: LevelPort = {
    readable,
    ...(await reader.outline(signal)),
    async ask(range: PlannedRange) {
      // The first answer must know the newest revision; the others are of a state that does not change.
      const state = revision === undefined ? {} : { revision, serializable: true };
      const reply = await reader.keys({ ...range, ...state }, signal);
      revision ??= reply.revision;
      return reply;
    },
    get revision() {
      if (revision === undefined)
        throw new SourceFault("permission_denied", "The user may not read this part of etcd.");
      return revision;
    },
  };
  return await reader.precedence.first(() => scanLevel(port, prefix, options));
}
