import { compareBytes, type FoundChild, joinBytes } from "@etcdscope/keyspace";

const slash = 0x2f;
const afterSlash = Uint8Array.of(slash + 1);
const slashBytes = Uint8Array.of(slash);

interface Seen {
  readonly name: Uint8Array;
  isKey: boolean;
  /** Keys seen under the name and its slash. */
  under: number;
  /** Some of these were skipped. */
  isCut: boolean;
}

/** The names of a level, gathered from keys as they come in order with gaps. */
export class LevelNames {
  readonly #prefix: Uint8Array;
  readonly #after: Uint8Array | undefined;
  readonly #seen = new Map<string, Seen>();
  #last: Seen | undefined;

  constructor(prefix: Uint8Array, after: Uint8Array | undefined) {
    this.#prefix = prefix;
    this.#after = after;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Takes a run of keys. When it was `cut` inside a child, returns where the keys behind that child begin. */
  take(keys: readonly { readonly key: Uint8Array }[], cut: boolean): Uint8Array | undefined {
    let isUnder = false;
    for (const { key } of keys) isUnder = this.#add(key);
    const last = this.#last;
    if (!cut || !isUnder || last === undefined) return undefined;
    last.isCut = true;
    return joinBytes(joinBytes(this.#prefix, last.name), afterSlash);
  }

  /** So many keys stand under a name. */
  addUnder(name: Uint8Array, count: number): void {
    this.#named(name).under = count;
  }

  /**
   * Names whose keys under them stand behind `place`, though the names are among those seen before it: `foo/…` stands
   * behind `foo-bar/…`. Only these are not known yet when everything before `place` is.
   */
  openAt(place: Uint8Array, limit: number): Uint8Array[] {
    const rest = place.subarray(this.#prefix.length);
    const greatest = this.#sorted()[limit - 1]?.name;
    const open: Uint8Array[] = [];
    for (let length = this.#prefix.length === 0 ? 1 : 0; length <= rest.length; length++) {
      const name = rest.slice(0, length);
      if (isBehind(rest, length) && this.#isNew(name) && isUpTo(name, greatest)) open.push(name);
    }
    return open;
  }

  /** The first of the names, and the one to go on behind when there are more. */
  first(limit: number, isEnd: boolean): { children: FoundChild[]; next?: Uint8Array } {
    const all = this.#sorted();
    const children = all.slice(0, limit).map((seen) => this.#childOf(seen));
    const next = children.at(-1)?.name;
    return next === undefined || (isEnd && all.length <= limit) ? { children } : { children, next };
  }

  #add(key: Uint8Array): boolean {
    const start = this.#prefix.length;
    const at = key.indexOf(slash, start + (start === 0 ? 1 : 0));
    const name = key.subarray(start, at === -1 ? key.length : at);
    if (!this.#isNew(name)) return false;
    const seen = this.#named(name);
    if (at === -1) seen.isKey = true;
    else seen.under++;
    return at !== -1;
  }

  #isNew(name: Uint8Array): boolean {
    return this.#after === undefined || compareBytes(name, this.#after) > 0;
  }

  #named(name: Uint8Array): Seen {
    if (this.#last !== undefined && compareBytes(this.#last.name, name) === 0) return this.#last;
    const id = Buffer.from(name.buffer, name.byteOffset, name.length).toString("latin1");
    const seen = this.#seen.get(id) ?? { name: name.slice(), isKey: false, under: 0, isCut: false };
    this.#seen.set(id, seen);
    this.#last = seen;
    return seen;
  }

  #sorted(): Seen[] {
    return [...this.#seen.values()].sort((left, right) => compareBytes(left.name, right.name));
  }

  #childOf({ name, isKey, under, isCut }: Seen): FoundChild {
    return {
      name,
      key: joinBytes(this.#prefix, name),
      isKey,
      isPrefix: under > 0,
      count: under + (isKey ? 1 : 0),
      countExact: !isCut,
    };
  }
}

/** Where keys under a name begin. */
export function underName(prefix: Uint8Array, name: Uint8Array): Uint8Array {
  return joinBytes(joinBytes(prefix, name), slashBytes);
}

/** Whether the slash behind the first `length` bytes would stand at the end of the bytes, or behind them. */
function isBehind(rest: Uint8Array, length: number): boolean {
  const next = rest[length] ?? 0;
  return next < slash || (next === slash && length + 1 === rest.length);
}

function isUpTo(name: Uint8Array, greatest: Uint8Array | undefined): boolean {
  return greatest === undefined || compareBytes(name, greatest) <= 0;
}
