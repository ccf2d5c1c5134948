import { compareBytes, startsWith } from "@etcdscope/keyspace";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type KeyRange, under } from "./key-range.ts";
import { type PlannedRange, type RangeOutcome, RangePlan } from "./range-plan.ts";

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function text(key: Uint8Array): string {
  return String.fromCharCode(...key);
}

interface Listed {
  readonly keys: Uint8Array[];
  readonly requests: number;
  /** Keys that an etcd up to 3.6 would count for all requests together. */
  readonly counted: number;
  /** Keys that it would count for one request at most. */
  readonly mostCounted: number;
}

interface ListOptions {
  readonly milliseconds?: number;
  /** As the listing for an index does: windows as measured, and what is left of one asked for apart. */
  readonly isMeasured?: boolean;
}

/** Runs a plan against sorted keys, answering as etcd does. */
function list(
  sorted: readonly Uint8Array[],
  prefix: Uint8Array,
  limit: number,
  options: ListOptions = {},
): Listed {
  const all = { key: Uint8Array.of(0), end: undefined };
  return listRange(sorted, under([all], prefix)[0]!, limit, options);
}

/** As etcd does for a user who may read this range and no other. */
function listRange(
  sorted: readonly Uint8Array[],
  range: KeyRange,
  limit: number,
  { milliseconds = 100, isMeasured = false }: ListOptions = {},
): Listed {
  const plan = new RangePlan(range, { limit, isMeasured });
  const keys: Uint8Array[] = [];
  let requests = 0;
  let counted = 0;
  let mostCounted = 0;
  const ask = (request: PlannedRange): RangeOutcome => {
    const from = lowerBound(sorted, request.key);
    const isOpen = request.rangeEnd.length === 1 && request.rangeEnd[0] === 0;
    const to = isOpen ? sorted.length : Math.max(from, lowerBound(sorted, request.rangeEnd));
    expect(isOpen ? range.end === undefined : endsWithin(request.rangeEnd, range)).toBe(true);
    expect(compareBytes(request.key, range.key)).toBeGreaterThanOrEqual(0);
    const page = sorted.slice(from, Math.min(to, from + request.limit));
    keys.push(...page);
    requests++;
    counted += to - from;
    mostCounted = Math.max(mostCounted, to - from);
    expect(requests).toBeLessThan(10_000 + sorted.length * 3);
    return {
      keys: page.map((key) => ({ key })),
      more: to - from > request.limit,
      count: to - from,
      milliseconds,
    };
  };
  for (let request = plan.next; request !== undefined; request = plan.next) {
    if (!isMeasured) plan.observe(ask(request));
    else
      for (let rest = plan.observeAhead(ask(request)); rest !== undefined; ) rest = restOf(rest, plan, ask);
  }
  return { keys, requests, counted, mostCounted };
}

/** Asks for a page of what is left of a window. */
function restOf(
  { key, end }: KeyRange,
  plan: RangePlan,
  ask: (range: PlannedRange) => RangeOutcome,
): KeyRange | undefined {
  const outcome = ask({ key, rangeEnd: end!, limit: plan.limit });
  plan.pace(outcome);
  const last = outcome.keys.at(-1)?.key;
  return outcome.more && last !== undefined ? { key: Uint8Array.of(...last, 0), end } : undefined;
}

function endsWithin(end: Uint8Array, range: KeyRange): boolean {
  return range.end === undefined || compareBytes(end, range.end) <= 0;
}

function lowerBound(sorted: readonly Uint8Array[], key: Uint8Array): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    [low, high] = compareBytes(sorted[middle]!, key) < 0 ? [middle + 1, high] : [low, middle];
  }
  return low;
}

const byte = fc.constantFrom(0, 1, 0x2f, 0x61, 0x62, 0xfe, 0xff);
const someKey = fc.array(byte, { minLength: 1, maxLength: 8 }).map((list) => Uint8Array.from(list));

test("lists every key under a prefix once and in order, whatever the keys and the page size", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(someKey, { maxLength: 120, selector: text }),
      fc.oneof(fc.constant(new Uint8Array(0)), someKey),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      (keys, prefix, limit, isMeasured) => {
        const sorted = [...keys].sort(compareBytes);
        const expected = sorted.filter((key) => startsWith(key, prefix));
        expect(list(sorted, prefix, limit, { isMeasured }).keys).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test("lists any range without asking beyond it", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(someKey, { maxLength: 120, selector: text }),
      fc.uniqueArray(someKey, { minLength: 2, maxLength: 2, selector: text }),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      (keys, ends, limit, isMeasured) => {
        const sorted = [...keys].sort(compareBytes);
        const [key, end] = ends.sort(compareBytes);
        const expected = sorted.filter((one) => compareBytes(one, key!) >= 0 && compareBytes(one, end!) < 0);
        expect(listRange(sorted, { key: key!, end }, limit, { isMeasured }).keys).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test("lists to the end while pages grow and shrink with the time they take", () => {
  const sorted = Array.from({ length: 20_000 }, (_, at) => bytes(`/a/${String(at).padStart(6, "0")}`));
  expect(list(sorted, bytes("/a/"), 500, { milliseconds: 10 }).keys).toHaveLength(20_000);
  expect(list(sorted, bytes("/a/"), 500, { milliseconds: 400 }).keys).toHaveLength(20_000);
});

const shapes: Record<string, (at: number) => string> = {
  "flat and numbered": (at) => `/flat/object-${String(at).padStart(8, "0")}`,
  "flat and random": (at) => `/registry/pods/default/${((at * 2654435761) >>> 0).toString(16)}-${at}`,
  "57 kinds, 500 namespaces": (at) =>
    `/registry/kind-${(at * 7919) % 57}/namespace-${(at * 104729) % 500}/object-${at}`,
  "one large kind among small ones": (at) =>
    at % 100 === 0
      ? `/registry/kind-${at % 5700}/x/${at}`
      : `/registry/events/ns-${at % 30}/${at.toString(36)}`,
  "a segment a key": (at) => `/deep/${at.toString(3).split("").join("/")}/end`,
};

for (const [name, shape] of Object.entries(shapes)) {
  test(`makes etcd count each key a few times, not each page the whole rest: ${name}`, () => {
    const total = 60_000;
    const sorted = Array.from({ length: total }, (_, at) => bytes(shape(at))).sort(compareBytes);
    const limit = 300;
    const listed = list(sorted, new Uint8Array(0), limit);
    expect(listed.keys).toHaveLength(total);
    // Pages up to the end of the prefix would count 100 times the keys here.
    expect(listed.counted / total).toBeLessThan(10);
    expect(listed.requests).toBeLessThan((6 * total) / limit);
  });
}

for (const [name, shape] of Object.entries(shapes)) {
  test(`makes etcd count each key fewer times where windows follow from the last pages: ${name}`, () => {
    const total = 120_000;
    const sorted = Array.from({ length: total }, (_, at) => bytes(shape(at))).sort(compareBytes);
    const limit = 600;
    const listed = list(sorted, new Uint8Array(0), limit, { isMeasured: true });
    expect(listed.keys.map(text)).toEqual(sorted.map(text));
    expect(listed.counted / total).toBeLessThan(5.5);
    expect(listed.requests).toBeLessThan((5 * total) / limit);
  });
}

test("makes etcd count no more for one request than what begins alike, wherever the keys stand", () => {
  const places = ["/registry/", "/app/data/", "/"];
  for (const place of places) {
    const name = (at: number) => String.fromCharCode(0x61 + (at % 26));
    const sorted = Array.from({ length: 26_000 }, (_, at) =>
      bytes(`${place}${name(at)}-things/ns-${at % 30}/object-${at}`),
    ).sort(compareBytes);
    const { keys, mostCounted } = list(sorted, bytes(place), 100);
    expect(keys).toHaveLength(26_000);
    expect(mostCounted).toBe(1000);
    if (place !== "/app/data/") expect(list(sorted, new Uint8Array(0), 100).mostCounted).toBe(1000);
  }
});

test("asks for few keys at once, all of them together", () => {
  const sorted = Array.from({ length: 500 }, (_, at) => bytes(`/a/${at}`)).sort(compareBytes);
  const plan = new RangePlan({ key: Uint8Array.of(0), end: undefined }, { limit: 1000, isSmall: true });
  expect(plan.next).toMatchObject({ key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) });
  plan.observe({ keys: sorted.map((key) => ({ key })), more: false, count: 500, milliseconds: 1 });
  expect(plan.next).toBeUndefined();
});
