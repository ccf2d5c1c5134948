import type { KeyEvent, KeySource } from "../source/source.ts";
import type { ContractCase } from "./contract-case.ts";
import { expectFault, expectSame, expectTrue, thrownBy } from "./expectations.ts";
import { bytesOf, type ContractStep, compact, put, remove } from "./script.ts";

/** The first `count` events from a revision on; checks that batches move forward. */
async function follow(source: KeySource, fromRevision: bigint, count: number): Promise<KeyEvent[]> {
  expectTrue(source.follow !== undefined, "the source can be followed");
  const stop = new AbortController();
  const events: KeyEvent[] = [];
  let last = fromRevision - 1n;
  for await (const batch of source.follow?.(fromRevision, stop.signal) ?? []) {
    expectTrue(batch.revision >= last, "batches move forward");
    expectTrue(
      batch.events.every((event) => revisionOf(event) > last && revisionOf(event) <= batch.revision),
      "events are newer than the batch before and not newer than their own",
    );
    last = batch.revision;
    events.push(...batch.events);
    if (events.length >= count) {
      break;
    }
  }
  stop.abort();
  return events;
}

function revisionOf(event: KeyEvent): bigint {
  return event.type === "put" ? event.meta.modRevision : event.modRevision;
}

/** Events as `revision key version`, a deletion as `revision key -`. */
function shown(events: readonly KeyEvent[]): string[] {
  return events.map((event) =>
    event.type === "put"
      ? `${event.meta.modRevision} ${String.fromCharCode(...event.meta.key)} ${event.meta.version}`
      : `${event.modRevision} ${String.fromCharCode(...event.key)} -`,
  );
}

function putsOf(count: number, prefix: string): ContractStep[] {
  return Array.from({ length: count }, (_, at) => put(`${prefix}${at % 50}`, `${at}`));
}

/** What following must tell of a script of puts, from its first step on. */
function expectedOf(script: readonly ContractStep[], revisions: readonly bigint[]): string[] {
  const versions = new Map<string, number>();
  return script.flatMap((step, at) => {
    if (step.type === "compact") {
      return [];
    }
    const key = String.fromCharCode(...step.key);
    const version = step.type === "put" ? (versions.get(key) ?? 0) + 1 : 0;
    versions.set(key, version);
    return [`${revisions[at]} ${key} ${step.type === "put" ? version : "-"}`];
  });
}

async function drain(source: KeySource, fromRevision: bigint, signal: AbortSignal): Promise<void> {
  for await (const batch of source.follow?.(fromRevision, signal) ?? []) {
    expectTrue(batch.revision >= 0n, "a revision");
  }
}

export const followingCases: readonly ContractCase[] = [
  {
    name: "follows from an old revision: every change once, in order, deletions included",
    needs: "follow",
    async run(prepare) {
      const script = [
        ...putsOf(120, "/k"),
        remove("/k3"),
        remove("/k4"),
        put("/k3", "again"),
        put("\xff\0", ""),
      ];
      const { source, revisions } = await prepare(script);
      const expected = expectedOf(script, revisions);
      expectSame(
        shown(await follow(source, revisions[0] ?? 0n, expected.length)),
        expected,
        "from the first",
      );
      const half = revisions[60] ?? 0n;
      expectSame(
        shown(await follow(source, half, expected.length - 60)),
        expected.slice(60),
        "from the middle",
      );
    },
  },
  {
    name: "follows on from the newest revision: nothing of before, everything that comes",
    needs: "follow",
    async run(prepare) {
      const script = putsOf(10, "/before");
      const { source, revisions, change } = await prepare(script);
      const later = [...putsOf(100, "/k"), remove("/k3")];
      const following = follow(source, (revisions.at(-1) ?? 0n) + 1n, later.length);
      const made = (await change?.(later)) ?? [];
      expectSame(shown(await following), expectedOf(later, made), "events");
    },
  },
  {
    name: "loses nothing between a listing and following on from its revision",
    needs: "follow",
    async run(prepare) {
      const { source, change } = await prepare([put("/a", "1")]);
      let revision = 0n;
      for await (const page of source.listKeys()) {
        revision = page.revision;
      }
      const script = putsOf(20, "/between");
      const made = (await change?.(script)) ?? [];
      expectSame(shown(await follow(source, revision + 1n, 20)), expectedOf(script, made), "events");
    },
  },
  {
    name: "faults when what happened since is compacted",
    needs: "follow",
    async run(prepare) {
      const { source, revisions } = await prepare([
        put("/a", "1"),
        put("/a", "2"),
        remove("/a"),
        put("/b", "1"),
        compact(2),
      ]);
      const [first, , deleted, last] = revisions;
      const { signal } = new AbortController();
      const fault = await expectFault(() => drain(source, first ?? 0n, signal), "revision_compacted");
      expectSame(fault.detail.oldestRevision, deleted, "oldest revision");
      // The deletion itself is what a compaction to its revision forgets.
      await expectFault(() => drain(source, deleted ?? 0n, signal), "revision_compacted");
      expectSame(shown(await follow(source, last ?? 0n, 1)), [`${last} /b 1`], "events behind it");
    },
  },
  {
    name: "faults when the state before does not exist: the source was set back",
    needs: "follow",
    async run(prepare) {
      const { source, revisions } = await prepare([put("/a", "1")]);
      const newest = revisions[0] ?? 0n;
      const { signal } = new AbortController();
      const fault = await expectFault(() => drain(source, newest + 10n, signal), "revision_in_future");
      expectSame(fault.detail.newestRevision, newest, "newest revision");
    },
  },
  {
    name: "stops following when aborted, with the reason of the abort",
    needs: "follow",
    async run(prepare) {
      const { source, revisions } = await prepare([put("/a", "1")]);
      const controller = new AbortController();
      const reason = new Error("enough");
      const following = thrownBy(() => drain(source, (revisions[0] ?? 0n) + 1n, controller.signal));
      controller.abort(reason);
      expectTrue((await following) === reason, "rejects with the reason");
    },
  },
  {
    name: "rejects with the reason of a signal that was aborted before",
    async run(prepare) {
      const { source } = await prepare([put("/a", "1")]);
      const controller = new AbortController();
      const reason = new Error("not wanted");
      controller.abort(reason);
      const { signal } = controller;
      expectTrue((await thrownBy(() => source.describe(signal))) === reason, "describe");
      expectTrue((await thrownBy(() => source.read(bytesOf("/a"), { signal }))) === reason, "read");
      const listing = source.listKeys({ signal })[Symbol.asyncIterator]();
      expectTrue((await thrownBy(() => listing.next())) === reason, "listKeys");
      const history = source.history?.(bytesOf("/a"), signal)[Symbol.asyncIterator]();
      expectTrue(history === undefined || (await thrownBy(() => history.next())) === reason, "history");
    },
  },
];
