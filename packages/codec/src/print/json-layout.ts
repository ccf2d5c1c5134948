import { isLiteralByte } from "../json/text.ts";
import type { TextSink } from "./text-sink.ts";
import type { Trail } from "./trail.ts";

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** Writes JSON text that is known to be sound with the sink's own indentation, as part of a document at a level. */
export class JsonLayout {
  private readonly sink: TextSink;
  private readonly trail: Trail | null;
  private readonly bytes: Uint8Array;
  private readonly end: number;
  private level: number;
  /** For each open list or object around the innermost one whether it is a list. */
  private readonly around: boolean[] = [];
  private inList = false;
  private atName = false;

  constructor(sink: TextSink, trail: Trail | null, bytes: Uint8Array, end: number, level: number) {
    this.sink = sink;
    this.trail = trail;
    this.bytes = bytes;
    this.end = end;
    this.level = level;
  }

  write(start: number): void {
    for (let at = start; at < this.end; ) at = this.token(at, this.bytes[at] ?? 0);
  }

  /** Writes the token at `at`; answers where the next one is. */
  private token(at: number, byte: number): number {
    switch (byte) {
      case quote:
        return this.trail === null
          ? this.sink.stringToken(this.bytes, at, this.end)
          : this.string(at, this.trail);
      case openList:
      case openObject:
        return this.open(at, byte);
      case closeList:
      case closeObject:
        this.sink.newLine(this.level - 1);
        return this.close(at, byte);
      case comma:
        this.sink.byte(byte);
        this.sink.newLine(this.level);
        this.atName = !this.inList;
        return at + 1;
      case colon:
        this.sink.colon();
        return at + 1;
      default:
        return byte <= 0x20 ? at + 1 : this.literal(at);
    }
  }

  private string(at: number, trail: Trail): number {
    if (this.inList) trail.item();
    const from = this.sink.units;
    const behind = this.sink.stringToken(this.bytes, at, this.end);
    if (this.atName) trail.memberInText(from, this.sink.units);
    else trail.scalar(from, this.sink.units);
    this.atName = false;
    return behind;
  }

  private open(start: number, bracket: number): number {
    if (this.inList) this.trail?.item();
    this.trail?.begin(this.sink.units);
    this.sink.byte(bracket);
    this.around.push(this.inList);
    this.inList = bracket === openList;
    this.atName = !this.inList;
    this.level++;
    let at = start + 1;
    while ((this.bytes[at] ?? 0) <= 0x20 && at < this.end) at++;
    const next = this.bytes[at] ?? 0;
    if (next === closeList || next === closeObject) return this.close(at, next);
    this.sink.newLine(this.level);
    return at;
  }

  private close(at: number, bracket: number): number {
    this.sink.byte(bracket);
    this.level--;
    this.inList = this.around.pop() ?? false;
    this.atName = false;
    this.trail?.end(this.sink.units);
    return at + 1;
  }

  /** A number or a word. */
  private literal(start: number): number {
    if (this.inList) this.trail?.item();
    let at = start + 1;
    while (at < this.end && isLiteralByte(this.bytes[at] ?? 0)) at++;
    const from = this.sink.units;
    this.sink.ascii(this.bytes, start, at);
    this.trail?.scalar(from, this.sink.units);
    return at;
  }
}
