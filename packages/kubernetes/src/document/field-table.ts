import { WireReader } from "@etcdscope/codec";
import type { FieldPlan, MessagePlan } from "../plan/plan.ts";
import { SoundReader } from "./sound-reader.ts";

/** Numbers in a row: the field's number, where its payload starts and ends, its order and state. */
const width = 4;

const cutOff = 1;
const packed = 2;

/** Up to here rows are sorted where they stand; the usual writer's order is nearly the document's. */
const fewRows = 64 * width;

/**
 * The fields of the messages that are being written, as numbers in one array: the rows of a message lie behind those
 * of its parent and are taken off when it is done. It spares an object for each field.
 */
export class FieldTable {
  private bytes: Uint8Array = new Uint8Array();
  private readonly sound = new SoundReader();
  private numbers = new Int32Array(64 * width);
  /** Offset behind the last row. */
  top = 0;
  /** Whether the message that was scanned last has damage, or fields with another wire type than its schema's. */
  isDamaged = false;

  /** Empties the table for other bytes. */
  open(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.sound.bytes = bytes;
    this.top = 0;
  }

  /** A number of a row as it was pushed. */
  cell(row: number, column: 0 | 1 | 2 | 3): number {
    return this.numbers[row + column] ?? 0;
  }

  number(row: number): number {
    return this.numbers[row] ?? 0;
  }

  start(row: number): number {
    return this.numbers[row + 1] ?? 0;
  }

  end(row: number): number {
    return this.numbers[row + 2] ?? 0;
  }

  /** A message that its parent cuts off: what is there of it counts. */
  isCutOff(row: number): boolean {
    return (this.state(row) & 3) === cutOff;
  }

  /** Several scalars in one payload. */
  isPacked(row: number): boolean {
    return (this.state(row) & 3) === packed;
  }

  after(row: number): number {
    return row + width;
  }

  before(row: number): number {
    return row - width;
  }

  /** The last row of a field number from `base` on, or -1. */
  last(base: number, number: number): number {
    for (let row = this.top - width; row >= base; row -= width) {
      if (this.numbers[row] === number) return row;
    }
    return -1;
  }

  push(number: number, start: number, end: number, state: number): void {
    if (this.top + width > this.numbers.length) this.grow();
    const { numbers, top } = this;
    numbers[top] = number;
    numbers[top + 1] = start;
    numbers[top + 2] = end;
    numbers[top + 3] = state;
    this.top = top + width;
  }

  /**
   * Reads the fields of a message that is known to be sound to the top of the table, in the order of the document;
   * answers where they begin.
   */
  scanSound(start: number, end: number, plan: MessagePlan): number {
    const base = this.top;
    const { sound } = this;
    let last = 0;
    let isOrdered = true;
    sound.at = start;
    while (sound.at < end) {
      sound.next();
      const order = plan.fields[sound.number]?.order ?? -1;
      if (order < 0) continue;
      if (order < last) isOrdered = false;
      last = order;
      this.push(sound.number, sound.start, sound.at, order << 2);
    }
    this.isDamaged = false;
    if (!isOrdered) this.arrange(base);
    return base;
  }

  /** The same for any message: what is damaged, unknown or never in the document is left out. */
  scan(start: number, end: number, plan: MessagePlan): number {
    const base = this.top;
    const reader = new WireReader(this.bytes, start, end);
    this.isDamaged = false;
    while (reader.next()) this.add(reader, plan.fields[reader.number]);
    if (reader.problem !== null) this.addCutOff(reader, plan.fields[reader.number]);
    this.arrange(base);
    return base;
  }

  private add({ wireType, valueStart, valueEnd }: WireReader, field: FieldPlan | undefined): void {
    if (field === undefined || field.order < 0) return;
    const isPackedField = wireType === 2 && field.wireType !== 2 && field.repeated;
    if (wireType !== field.wireType && !isPackedField) this.isDamaged = true;
    else this.push(field.number, valueStart, valueEnd, (field.order << 2) | (isPackedField ? packed : 0));
  }

  private addCutOff(reader: WireReader, field: FieldPlan | undefined): void {
    this.isDamaged = true;
    const { tagEnd, wireType, valueStart, end } = reader;
    if (wireType !== 2 || valueStart <= tagEnd || field === undefined) return;
    if (field.message !== null && field.order >= 0)
      this.push(field.number, valueStart, end, (field.order << 2) | cutOff);
  }

  private state(row: number): number {
    return this.numbers[row + 3] ?? 0;
  }

  private arrange(base: number): void {
    if (this.top - base <= fewRows) this.sortFew(base);
    else this.sort(base, (one, other) => (this.state(one) >> 2) - (this.state(other) >> 2));
  }

  /** Moves each row before those of a greater order. */
  private sortFew(base: number): void {
    for (let from = base + width; from < this.top; from += width) {
      const order = this.state(from) >> 2;
      let to = from;
      while (to > base && this.state(to - width) >> 2 > order) to -= width;
      if (to < from) this.move(from, to);
    }
  }

  private move(from: number, to: number): void {
    const { numbers } = this;
    const [number, start, end, state] = [
      this.number(from),
      this.start(from),
      this.end(from),
      this.state(from),
    ];
    numbers.copyWithin(to + width, to, from);
    numbers[to] = number;
    numbers[to + 1] = start;
    numbers[to + 2] = end;
    numbers[to + 3] = state;
  }

  /** Sorts the rows from `base` on; equal ones keep their order. */
  sort(base: number, compare: (row: number, other: number) => number): void {
    const rows = Array.from({ length: (this.top - base) / width }, (_, index) => base + index * width).sort(
      compare,
    );
    const copy = this.numbers.slice(base, this.top);
    rows.forEach((row, index) => {
      this.numbers.set(copy.subarray(row - base, row - base + width), base + index * width);
    });
  }

  private grow(): void {
    const larger = new Int32Array(this.numbers.length * 2);
    larger.set(this.numbers);
    this.numbers = larger;
  }
}
