import { maxDepth } from "../field/bounds.ts";
import type { DocumentWriter } from "../print/writer.ts";
import { invalidUtf8At } from "../text/utf8.ts";
import { JsonScanner } from "./scanner.ts";
import type { Redact } from "./write.ts";

const openObject = 0x7b;
const closeObject = 0x7d;
const openArray = 0x5b;
const closeArray = 0x5d;
const quote = 0x22;
const comma = 0x2c;

/**
 * Whether `[start, end)` is JSON text in UTF-8 that {@link parseJson} reads without a problem. Much quicker than
 * reading it, for texts that are only to be written.
 */
export function isJson(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
  return new JsonChecker(bytes, start, end).check();
}

class JsonChecker {
  private readonly bytes: Uint8Array;
  private readonly end: number;
  private readonly scanner: JsonScanner;
  /** The closing brackets that are awaited. */
  private readonly open: number[] = [];

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.end = end;
    this.scanner = new JsonScanner(bytes, start, end);
  }

  check(): boolean {
    this.scanner.skipSpace();
    do {
      if (!this.value() || !this.closings()) return false;
    } while (this.open.length > 0);
    return this.scanner.skipSpace() === this.end;
  }

  /** A whole scalar, or containers opened down to their first scalar or to an empty one. */
  private value(): boolean {
    const first = this.scanner.next;
    if (first === quote) return this.string();
    if (first !== openObject && first !== openArray) return this.scanner.literalType() !== null;
    if (this.open.length >= maxDepth) return false;
    const close = first === openObject ? closeObject : closeArray;
    this.open.push(close);
    this.scanner.position++;
    this.scanner.skipSpace();
    if (this.scanner.next === close) return true;
    return (first === openArray || this.key()) && this.value();
  }

  /** Brackets that close, and the comma (with the key) before the next value. */
  private closings(): boolean {
    while (this.open.length > 0) {
      this.scanner.skipSpace();
      const close = this.open.at(-1);
      const next = this.scanner.next;
      if (next !== close) return next === comma && this.separator(close);
      this.scanner.position++;
      this.open.pop();
    }
    return true;
  }

  private separator(close: number | undefined): boolean {
    this.scanner.position++;
    this.scanner.skipSpace();
    return close === closeArray || this.key();
  }

  private key(): boolean {
    if (this.scanner.next !== quote || !this.string()) return false;
    this.scanner.skipSpace();
    if (!this.scanner.skip(0x3a)) return false;
    this.scanner.skipSpace();
    return true;
  }

  private string(): boolean {
    const at = this.scanner.position;
    const close = this.scanner.stringEnd(at);
    if (close < 0 || (this.scanner.isWide && invalidUtf8At(this.bytes, at + 1, close) >= 0)) return false;
    this.scanner.position = close + 1;
    return true;
  }
}

/** Writes JSON text that is known to be sound, token by token. */
export function writeJsonText(
  bytes: Uint8Array,
  start: number,
  end: number,
  writer: DocumentWriter,
  redact?: Redact,
): void {
  new JsonCopier(bytes, end, writer, redact).copy(start);
}

class JsonCopier {
  private readonly bytes: Uint8Array;
  private readonly end: number;
  private readonly writer: DocumentWriter;
  private readonly redact: Redact | undefined;
  /** For each open container whether it is a list. */
  private readonly open: boolean[] = [];
  private inList = false;
  private atKey = false;

  constructor(bytes: Uint8Array, end: number, writer: DocumentWriter, redact: Redact | undefined) {
    this.bytes = bytes;
    this.end = end;
    this.writer = writer;
    this.redact = redact;
  }

  copy(start: number): void {
    for (let at = start; at < this.end; ) at = this.token(at, this.bytes[at] ?? 0);
  }

  /** Copies the token at `at`; answers where the next one is. */
  private token(at: number, byte: number): number {
    switch (byte) {
      case quote:
        return this.string(at + 1);
      case openObject:
      case openArray:
        this.begin(byte === openArray);
        return at + 1;
      case closeObject:
      case closeArray:
        this.close();
        return at + 1;
      case comma:
        this.atKey = !this.inList;
        return at + 1;
      default:
        return byte <= 0x20 || byte === 0x3a ? at + 1 : this.literal(at);
    }
  }

  private begin(isList: boolean): void {
    if (this.inList) this.writer.item();
    if (isList) this.writer.beginArray();
    else this.writer.beginObject();
    this.open.push(this.inList);
    this.inList = isList;
    this.atKey = !isList;
  }

  private close(): void {
    if (this.inList) this.writer.endArray();
    else this.writer.endObject();
    this.inList = this.open.pop() ?? false;
    this.atKey = false;
  }

  private string(start: number): number {
    let at = start;
    for (let byte = this.bytes[at]; byte !== quote; byte = this.bytes[at]) at += byte === 0x5c ? 2 : 1;
    if (this.atKey) this.writer.memberJson(this.bytes, start, at);
    else {
      if (this.inList) this.writer.item();
      if (!this.isHidden(start, at)) this.writer.jsonString(this.bytes, start, at);
    }
    this.atKey = false;
    return at + 1;
  }

  private literal(start: number): number {
    let at = start;
    while (at < this.end && isLiteralByte(this.bytes[at] ?? 0)) at++;
    if (this.inList) this.writer.item();
    if (!this.isHidden(start, at)) this.writer.literalBytes(this.bytes, start, at);
    return at;
  }

  /** Writes what stands for a value that is not shown. */
  private isHidden(valueStart: number, valueEnd: number): boolean {
    const text = this.redact?.({ valueStart, valueEnd });
    if (text !== undefined) this.writer.text(text);
    return text !== undefined;
  }
}

/** Everything that can stand in a number, `true`, `false` or `null`. */
export function isLiteralByte(byte: number): boolean {
  return byte > 0x20 && byte !== comma && byte !== closeObject && byte !== closeArray;
}
