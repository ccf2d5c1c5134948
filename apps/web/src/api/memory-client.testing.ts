import {
  type ChildAnswer,
  type ChildrenAnswer,
  type ClusterAnswer,
  type DamageAnswer,
  type ErrorCode,
  type FieldAnswer,
  type FieldsAnswer,
  type KeyName,
  type KeyRef,
  keyNameOf,
  type LeaseKeysAnswer,
  type LeasesAnswer,
  parseKeyRef,
  parseOpened,
  type RelationAnswer,
  type RelationsAnswer,
  type RevealAnswer,
  type RevealBody,
  type SearchAnswer,
  type SourceAnswer,
  toBase64Url,
  type ValueAnswer,
} from "@etcdscope/contract";
import { nameBytes } from "../links/key-ref.ts";
import {
  type ApiClient,
  ApiFailure,
  type BytesAt,
  type FailureCode,
  type FieldsAt,
  type IndexWish,
  type LevelPart,
  type RelationsAt,
  type SearchQuestion,
  type ValueAt,
} from "./client.ts";

const slash = 0x2f;
const utf8 = new TextEncoder();

type Parts = Partial<Omit<ValueAnswer, "key" | "keyb">>;

interface Stored {
  readonly bytes: Uint8Array;
  readonly value: Uint8Array;
  readonly parts: Parts;
}

/** What a server leaves out of a large value until it is asked. */
const withheld: Parts = {
  fields: null,
  wire: null,
  warnings: [{ code: "fields_too_large", message: "Made when asked for." }],
};

/** An API over keys in memory, for tests of what the app does with its answers. Every question is counted. */
export class MemoryClient implements ApiClient {
  readonly id = "memory";
  readonly asked: string[] = [];
  revision = 100n;
  /** The oldest revision that can be read. */
  readonly oldest = 50n;
  state: SourceAnswer["state"] = "ready";
  /** Why it is away, where it is. */
  awayWith: ErrorCode = "source_unavailable";
  /** What is told of a damaged file. */
  damage: DamageAnswer | undefined;
  /** What is told of the cluster; it tells nothing of it until this is set. */
  clusterTold: ClusterAnswer | ApiFailure | undefined;
  leasesTold: LeasesAnswer | ApiFailure | undefined;
  /** What is answered of a key's relations; behind a cursor under the key, a space and the cursor. */
  readonly related = new Map<string, readonly RelationAnswer[]>();
  #failure: ApiFailure | undefined;
  #unreadable: ApiFailure | undefined;
  readonly #keys = new Map<string, Stored>();
  readonly #layers = new Map<string, Parts>();

  /** Puts a key; `parts` say how its value is answered. */
  put(key: string | Uint8Array, value: string | Uint8Array = "", parts: Parts = {}): this {
    const bytes = typeof key === "string" ? utf8.encode(key) : key;
    this.revision++;
    const stored = { bytes, value: typeof value === "string" ? utf8.encode(value) : value, parts };
    this.#keys.set(toBase64Url(bytes), {
      ...stored,
      parts: { modRevision: String(this.revision), ...parts },
    });
    return this;
  }

  delete(key: string | Uint8Array): void {
    const bytes = typeof key === "string" ? utf8.encode(key) : key;
    this.#keys.delete(toBase64Url(bytes));
    this.revision++;
  }

  /** Every question fails so from now on; without a code all is well again. */
  failWith(code?: FailureCode, detail: Readonly<Record<string, string>> = {}): void {
    this.#failure = code === undefined ? undefined : new ApiFailure(code, `It is ${code}`, detail);
  }

  /** Every question for a value fails so from now on. */
  failReading(code: FailureCode): void {
    this.#unreadable = new ApiFailure(code, `It is ${code}`);
  }

  /** As a server says it that was not started with --no-mask. */
  masksSecrets = true;

  async sources() {
    this.#answering("sources");
    return { sources: [this.#describe()], version: "0", masksSecrets: this.masksSecrets };
  }

  async source(id: string) {
    this.#answering(`source ${id}`);
    if (id !== this.id) throw new ApiFailure("source_not_found", "There is no such source");
    return this.#describe();
  }

  async index(id: string, wish: IndexWish) {
    this.#answering(`${wish} index ${id}`);
    this.state = wish === "build" ? "indexing" : "unindexed";
    return this.#describe();
  }

  async children(_id: string, prefix: KeyRef, page: LevelPart & { limit?: number }): Promise<ChildrenAnswer> {
    const bytes = parseKeyRef(prefix) ?? new Uint8Array();
    const asked =
      page.cursor ?? (["around", "before", "from"] as const).find((part) => page[part] !== undefined);
    this.#answering(`children ${Buffer.from(bytes).toString("latin1")} ${asked ?? ""}`.trim());
    const sorted = [...this.#keys.values()].sort((a, b) => Buffer.compare(a.bytes, b.bytes));
    const all = childrenOf(sorted, bytes);
    const limit = page.limit ?? 500;
    const { from, to } = rangeOf(all, page, limit);
    return {
      revision: String(this.revision),
      children: all.slice(from, to).map((child) => withChain(child, sorted)),
      total: all.length,
      ...(page.cursor === undefined && { before: from }),
      next: to < all.length && page.until === undefined ? String(to) : null,
    };
  }

  /** Finds text as it stands; of a regular expression only the mistakes are known. */
  async search(
    _id: string,
    { q, mode, prefix, opened, limit, cursor }: SearchQuestion,
  ): Promise<SearchAnswer> {
    const start = parseKeyRef(prefix) ?? new Uint8Array();
    this.#answering(`search ${mode} ${q} ${cursor ?? ""}`.trim());
    if (this.state === "unindexed") return this.#walk(q, opened ?? "", Number(cursor ?? 0));
    if (mode === "regex" && q.endsWith("("))
      throw new ApiFailure("invalid_request", "The group is not closed", { position: q.length - 1 });
    const sorted = [...this.#keys.values()].sort((a, b) => Buffer.compare(a.bytes, b.bytes));
    const under = sorted.filter(({ bytes }) => Buffer.from(bytes).subarray(0, start.length).equals(start));
    const named = under.map(({ bytes }) => keyNameOf(bytes));
    const fitting = named.filter(({ key }) => key.includes(q));
    const from = Number(cursor ?? 0);
    return {
      revision: String(this.revision),
      matches: fitting.slice(from, from + limit).map((name) => {
        const at = name.key.indexOf(q);
        return { ...name, ranges: [[at, at + q.length]] };
      }),
      total: fitting.length,
      searched: named.length,
      isWhole: this.state !== "indexing",
      ...(this.state === "indexing" && { coverage: { indexed: named.length, prefixes: [] } }),
      next: from + limit < fitting.length ? String(from + limit) : null,
    };
  }

  /** Looks at one more opened prefix an answer. */
  #walk(q: string, opened: string, done: number): SearchAnswer {
    const prefixes = opened === "" ? [new Uint8Array()] : (parseOpened(opened) ?? []);
    const names = [...this.#keys.values()].map(({ bytes }) => keyNameOf(bytes));
    const under = prefixes.map((bytes) => names.filter(({ key }) => key.startsWith(keyNameOf(bytes).key)));
    const searched = under.slice(0, done + 1).flat();
    const fitting = (some: readonly KeyName[]) => some.filter(({ key }) => key.includes(q));
    return {
      revision: String(this.revision),
      matches: fitting(under[done] ?? []).map((name) => ({ ...name, ranges: [] })),
      total: fitting(searched).length,
      searched: searched.length,
      isWhole: opened === "",
      coverage: {
        indexed: null,
        prefixes: prefixes.map((prefix, at) => ({
          ...keyNameOf(prefix),
          searched: at > done ? 0 : (under[at]?.length ?? 0),
          isWhole: at <= done,
        })),
      },
      next: done + 1 < prefixes.length ? String(done + 1) : null,
    };
  }

  async value(_id: string, key: KeyRef, { rev, whole, layer }: ValueAt): Promise<ValueAnswer> {
    this.#answering(`${whole ? "whole value" : "value"} ${[key.key ?? key.keyb, layer].join(" ").trim()}`);
    if (rev !== undefined && BigInt(rev) < this.oldest) {
      throw new ApiFailure("revision_compacted", "It is gone", { oldestRevision: String(this.oldest) });
    }
    if (this.#unreadable !== undefined) throw this.#unreadable;
    const stored = this.#stored(key);
    return {
      ...keyNameOf(stored.bytes),
      revision: rev ?? String(this.revision),
      createRevision: "1",
      modRevision: "1",
      version: "1",
      lease: "0",
      keySize: stored.bytes.length,
      size: stored.value.length,
      encoding: { id: stored.value.length === 0 ? "empty" : "text", outcome: "ok", explained: 0 },
      json: null,
      jsonRanges: [],
      fields: null,
      wire: null,
      masked: [],
      warnings: [],
      layers: [],
      documentLayer: null,
      allocations: null,
      notes: [],
      within: [],
      opened: null,
      canReveal: true,
      ...stored.parts,
      ...(layer !== undefined && this.#layer(layer)),
      ...(!whole && stored.parts.size !== undefined && stored.parts.size > 256 * 1024 && withheld),
    };
  }

  /** Tells two further fields at a time of a list that is said to have more; they are named by their places. */
  async fields(_id: string, _key: KeyRef, { part }: FieldsAt): Promise<FieldsAnswer> {
    this.#answering(`fields ${part.at ?? ""} from ${part.from}`);
    const fields = [0, 1].map((at): FieldAnswer => {
      return { name: `further ${part.from + at}`, span: [0, 1], value: [0, 1], text: "more" };
    });
    return { fields, more: part.from < 3 ? 1 : 0 };
  }

  /** Says how a layer is answered, which may also be that of masked bytes. */
  putLayer(name: string, parts: Parts): this {
    this.#layers.set(name, parts);
    return this;
  }

  #layer(name: string): Parts {
    const parts = this.#layers.get(name);
    if (parts === undefined) throw new ApiFailure("not_found", "There is no such layer");
    return parts;
  }

  /** Everything that is masked says `revealed bytes`. */
  async reveal(_id: string, part: RevealBody): Promise<RevealAnswer> {
    this.#answering(`reveal ${part.span.join("-")} ${part.layer ?? ""}`.trim());
    const key = part.key === undefined ? { keyb: part.keyb ?? "" } : { key: part.key };
    const { revision, modRevision } = await this.value(this.id, key, { rev: undefined, whole: false });
    const { layer } = part;
    const at = { rev: undefined, whole: true, layer };
    const opened = layer === undefined ? null : await this.value(this.id, key, at);
    const bytes = btoa("revealed bytes");
    return {
      revision,
      modRevision,
      bytes,
      opened,
      layerBytes: opened === null ? null : btoa(`${layer} bytes`),
    };
  }

  async bytes(_id: string, key: KeyRef, { layer, part }: BytesAt): Promise<Uint8Array> {
    this.#answering(`bytes ${key.key ?? key.keyb}${layer === undefined ? "" : ` ${layer}`}`);
    const { value } = this.#stored(key);
    if (part !== undefined) {
      this.#answering(`part ${part}`);
      return value.slice(...part);
    }
    return layer === undefined ? value : utf8.encode(`${layer} bytes`);
  }

  async cluster(): Promise<ClusterAnswer> {
    this.#answering("cluster");
    return told(this.clusterTold);
  }

  async leases(_id: string, limit: number): Promise<LeasesAnswer> {
    this.#answering(`leases ${limit}`);
    return told(this.leasesTold);
  }

  async leaseKeys(_id: string, lease: string, cursor: string): Promise<LeaseKeysAnswer> {
    this.#answering(`keys of lease ${lease} ${cursor}`.trim());
    const keys = [...this.#keys.values()].map(({ bytes }) => keyNameOf(bytes));
    return { revision: String(this.revision), keys, next: null };
  }

  async lease(_id: string, lease: string): Promise<LeasesAnswer> {
    this.#answering(`lease ${lease}`);
    const known = { lease, granted: 60, left: 42, keyCount: 1, keys: [] };
    return { at: new Date().toISOString(), leases: [known], total: 1, areSoonest: true };
  }

  async relations(_id: string, key: KeyRef, { more }: RelationsAt): Promise<RelationsAnswer> {
    this.#answering(`relations ${key.key ?? key.keyb}${more === undefined ? "" : ` ${more.cursor}`}`);
    const named = keyNameOf(parseKeyRef(key) ?? new Uint8Array());
    const relations = this.related.get(`${named.key}${more === undefined ? "" : ` ${more.cursor}`}`) ?? [];
    return { ...named, revision: String(this.revision), relations, unsearched: null };
  }

  #stored(key: KeyRef): Stored {
    const bytes = parseKeyRef(key) ?? new Uint8Array();
    const found = this.#keys.get(toBase64Url(bytes));
    if (found === undefined) throw new ApiFailure("key_not_found", "The key does not exist");
    return found;
  }

  #describe(): SourceAnswer {
    const away = {
      code: this.awayWith,
      message: "etcd is away",
      since: "2026-01-02T03:04:05Z",
    };
    return {
      id: this.id,
      kind: "memory",
      name: "Test source",
      state: this.state,
      revision: String(this.revision),
      oldestRevision: String(this.oldest),
      heardAt: "2026-01-02T03:04:02Z",
      keyCount: this.#keys.size,
      ...(this.state === "away" && { problem: away }),
      ...(this.damage !== undefined && { damage: this.damage }),
      ...(this.state === "indexing" && { progress: { keys: 30, total: 90, keysPerSecond: 20 } }),
      ...(this.state === "unindexed" && { indexCost: { keys: 3_100_000, keysExact: true, bytes: 6e9 } }),
      can: { follow: true, history: true, cluster: this.clusterTold !== undefined, index: true },
    };
  }

  #answering(question: string): void {
    this.asked.push(question);
    if (this.#failure !== undefined) throw this.#failure;
  }
}

function told<Answer>(answer: Answer | ApiFailure | undefined): Answer {
  if (answer === undefined) throw new ApiFailure("not_supported", "It tells nothing of its cluster");
  if (answer instanceof ApiFailure) throw answer;
  return answer;
}

function childrenOf(keys: readonly Stored[], prefix: Uint8Array): ChildAnswer[] {
  const found = new Map<
    string,
    { bytes: Uint8Array; name: Uint8Array; count: number; isKey: boolean; isPrefix: boolean }
  >();
  for (const { bytes } of keys) {
    if (
      Buffer.compare(bytes.subarray(0, prefix.length), prefix) !== 0 ||
      bytes.length < Math.max(1, prefix.length)
    )
      continue;
    // At the root a leading slash belongs to the first name.
    const from = prefix.length === 0 ? 1 : prefix.length;
    const at = bytes.indexOf(slash, from);
    const end = at < 0 ? bytes.length : at;
    const child = bytes.subarray(0, end);
    const id = toBase64Url(child);
    const known = found.get(id) ?? {
      bytes: child,
      name: child.subarray(prefix.length),
      count: 0,
      isKey: false,
      isPrefix: false,
    };
    known.count++;
    if (at < 0) known.isKey = true;
    else known.isPrefix = true;
    found.set(id, known);
  }
  return [...found.values()].map(({ bytes, name, count, isKey, isPrefix }) => {
    const named = keyNameOf(name);
    return {
      name: named.key,
      ...(named.keyb !== undefined && { nameb: named.keyb }),
      ...keyNameOf(bytes),
      isKey,
      isPrefix,
      count,
      countExact: true,
    };
  });
}

/** The end of the prefixes with one child each, as the server tells it. */
function withChain(child: ChildAnswer, keys: readonly Stored[]): ChildAnswer {
  const bytes = parseKeyRef(child.keyb === undefined ? { key: child.key } : { keyb: child.keyb });
  if (bytes === undefined || child.isKey) return child;
  const [only, ...others] = childrenOf(keys, Uint8Array.of(...bytes, slash));
  if (only === undefined || others.length > 0 || only.isKey) return child;
  const { chain = only.keyb === undefined ? { key: only.key } : { key: only.key, keyb: only.keyb } } =
    withChain(only, keys);
  return { ...child, chain };
}

/** Which of a level's children a page has. */
function rangeOf(
  all: readonly ChildAnswer[],
  { cursor, from, until, before, around }: LevelPart,
  limit: number,
) {
  const placeOf = (name: string, isBehind = false): number => {
    const sought = Buffer.from(name, "base64url");
    const place = all.findIndex((child) => {
      const order = Buffer.compare(nameBytes(child.name, child.nameb), sought);
      return isBehind ? order > 0 : order >= 0;
    });
    return place === -1 ? all.length : place;
  };
  if (before !== undefined) return { from: Math.max(0, placeOf(before) - limit), to: placeOf(before) };
  const start = around === undefined ? Number(cursor ?? 0) : Math.max(0, placeOf(around) - limit / 2);
  const first = from === undefined ? start : placeOf(from);
  const end = until === undefined ? all.length : placeOf(until, true);
  return { from: first, to: Math.min(end, first + limit) };
}
