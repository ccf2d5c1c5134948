import { LeafCursor } from "../bolt/elements.ts";
import type { Page } from "../bolt/page.ts";
import { SnapshotDamage } from "../snapshot/damage.ts";
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
  name: RevisionWords = new RevisionWords();
  readonly record: RecordFields = new RecordFields();
  offset = 0;
  size = 0;
  /** The name before this one; at first what no change has. */
  #last = new RevisionWords();

  /** Tells each change in a leaf, with this reader as the change. */
  read(page: Page, visit: (change: StoredChange) => void): void {
    const cursor = new LeafCursor(page);
    this.bytes = page.bytes;
    while (cursor.next()) {
      this.offset = page.offset + cursor.keyEnd;
      this.size = cursor.valueEnd - cursor.keyEnd;
      if (cursor.isBucket || !this.name.read(page.bytes, cursor.keyStart, cursor.keyEnd))
        throw new SnapshotDamage("a key of the history is no revision", {
          page: page.id,
          offset: this.offset,
        });
      if (!this.#last.isBefore(this.name))
        throw new SnapshotDamage("keys are not in order", { page: page.id, offset: page.offset });
      this.#readRecord(page, cursor);
      visit(this);
      const free = this.#last;
      this.#last = this.name;
      this.name = free;
    }
  }

  #readRecord(page: Page, { keyEnd: start, valueEnd: end }: LeafCursor): void {
    const { record, offset } = this;
    if (!record.read(page.bytes, start, end)) {
      const { reason = "a record is damaged", at = start } = record.failure ?? {};
      throw new SnapshotDamage(reason, { page: page.id, offset: page.offset + at });
    }
    if (!agrees(this.name, record))
      throw new SnapshotDamage("a record contradicts its revision", { page: page.id, offset });
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
