import type { Leaf } from "../bolt/bucket.ts";
import { LeafCursor } from "../bolt/elements.ts";
import type { Page } from "../bolt/page.ts";
import { type OnDamage, SnapshotDamage } from "../snapshot/damage.ts";
import { numberField, RecordFields } from "./record-fields.ts";
import { RevisionWords } from "./revision-key.ts";

/** One change of the history as it stands in its page. It lasts until the next one is read, and its bytes as well. */
export interface StoredChange {
  /** What the places in `record` are places of. */
  readonly bytes: Uint8Array;
  /** Main and sub revision in words. */
  readonly name: RevisionWords;
  /** What was stored; of a deletion only the key means anything. */
  readonly record: RecordFields;
  /** Where the record begins in the file. */
  readonly offset: number;
  /** Bytes of the record. */
  readonly size: number;
}

/** Reads the changes in the leaves of the bucket `key`, which come in order. */
export class ChangeReader implements StoredChange {
  bytes: Uint8Array = new Uint8Array(0);
  /** At first what no change has. */
  name: RevisionWords = new RevisionWords();
  readonly record: RecordFields = new RecordFields();
  offset = 0;
  size = 0;
  #spare = new RevisionWords();
  /** What the names in this leaf come before, where it is known. */
  readonly #before = new RevisionWords();
  #isBounded = false;

  /**
   * Tells each change in a leaf, with this reader as the change. What is damaged in it is passed over and told once:
   * only what fits between the leaves around it counts, so that a page out of another time hides nothing behind it.
   */
  read({ page, before }: Leaf, visit: (change: StoredChange) => void, onDamage: OnDamage): void {
    this.bytes = page.bytes;
    this.#isBounded = before !== undefined && this.#before.read(before, 0, before.length);
    let wrong: SnapshotDamage | undefined;
    try {
      const cursor = new LeafCursor(page);
      while (cursor.next()) {
        const problem = this.#take(page, cursor);
        if (problem === undefined) visit(this);
        else wrong ??= problem;
      }
    } catch (error) {
      if (!(error instanceof SnapshotDamage)) throw error;
      wrong ??= error;
    }
    if (wrong !== undefined) onDamage(wrong);
  }

  /** Takes the element as the change; what is wrong with it where it is none. */
  #take(page: Page, { keyStart, keyEnd, valueEnd, isBucket }: LeafCursor): SnapshotDamage | undefined {
    const { record } = this;
    const name = this.#spare;
    const place = { page: page.id, offset: page.offset + keyEnd };
    if (isBucket || !name.read(page.bytes, keyStart, keyEnd))
      return new SnapshotDamage("a key of the history is no revision", place);
    if (!this.#isInPlace(name))
      return new SnapshotDamage("keys are not in order", { page: page.id, offset: page.offset });
    if (!record.read(page.bytes, keyEnd, valueEnd)) {
      const { reason = "a record is damaged", at = keyEnd } = record.failure ?? {};
      return new SnapshotDamage(reason, { page: page.id, offset: page.offset + at });
    }
    if (!agrees(name, record)) return new SnapshotDamage("a record contradicts its revision", place);
    this.#spare = this.name;
    this.name = name;
    this.offset = page.offset + keyEnd;
    this.size = valueEnd - keyEnd;
    return undefined;
  }

  #isInPlace(name: RevisionWords): boolean {
    return this.name.isBefore(name) && (!this.#isBounded || name.isBefore(this.#before));
  }
}

/** What etcd writes always agrees so; what does not was changed by something else. */
function agrees(name: RevisionWords, record: RecordFields): boolean {
  if (record.keyEnd === record.keyStart) return false;
  if (name.isDeletion) return true;
  const { words } = record;
  const { createRevision: create, modRevision: mod, version } = numberField;
  return (
    words[mod] === name.words[0] &&
    words[mod + 1] === name.words[1] &&
    isPositive(words, create) &&
    isPositive(words, version) &&
    !isLess(words, mod, create)
  );
}

function isPositive(words: Uint32Array, at: number): boolean {
  const high = words[at + 1] ?? 0;
  return high >>> 31 === 0 && (high !== 0 || words[at] !== 0);
}

/** Of two numbers that are not negative. */
function isLess(words: Uint32Array, one: number, other: number): boolean {
  const [high, otherHigh] = [words[one + 1] ?? 0, words[other + 1] ?? 0];
  return high === otherHigh ? (words[one] ?? 0) < (words[other] ?? 0) : high < otherHigh;
}
