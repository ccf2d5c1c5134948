/** 1 for the bytes of ASCII that stand in a string as they are. */
const plainBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c ? 1 : 0,
);

/** 1 for what may follow a backslash, `u` aside. */
const escapeLetters = Uint8Array.from({ length: 256 }, (_, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/** Finds where JSON's tokens end. Nothing is read beyond `end`. */
export class JsonScanner {
  private readonly bytes: Uint8Array;
  private readonly end: number;
  position: number;
  /** Whether the string that was scanned last holds bytes beyond ASCII. */
  isWide = false;
  /** What went wrong inside a token, and where. */
  failure: string | null = null;
  failedAt: number | null = null;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Moves over white space; answers the new position. */
  skipSpace(): number {
    const { bytes, end } = this;
    let at = this.position;
    while (at < end && isSpace(bytes[at] ?? 0)) at++;
    this.position = at;
    return at;
  }

  /** The byte at the position; -1 at the end, whatever stands behind it. */
  get next(): number {
    return this.position < this.end ? (this.bytes[this.position] ?? -1) : -1;
  }

  /** Moves over one expected byte. */
  skip(byte: number): boolean {
    if (this.next !== byte) return false;
    this.position++;
    return true;
  }

  /** Offset of the quote that closes the string opened at `at`, or -1. */
  stringEnd(at: number): number {
    this.isWide = false;
    let i = this.plainEnd(at + 1);
    while (i < this.end && this.bytes[i] !== 0x22) {
      const size = this.oddLength(i);
      if (size === 0) return -1;
      i = this.plainEnd(i + size);
    }
    return i < this.end ? i : this.fail("a string does not end", this.end);
  }

  private plainEnd(at: number): number {
    const { bytes, end } = this;
    let i = at;
    while (i < end && plainBytes[bytes[i] ?? 0] === 1) i++;
    return i;
  }

  /** Bytes that a byte beyond ASCII or an escape takes in a string; 0 for what may not stand there. */
  private oddLength(at: number): number {
    const byte = this.bytes[at] ?? 0;
    if (byte >= 0x80) this.isWide = true;
    if (byte >= 0x80 || (byte === 0x5c && this.isEscape(at))) return byte === 0x5c ? 2 : 1;
    this.fail(
      byte === 0x5c ? "an escape in a string is not valid" : "a control character stands in a string",
      at,
    );
    return 0;
  }

  private isEscape(at: number): boolean {
    const next = at + 1 < this.end ? (this.bytes[at + 1] ?? 0) : 0;
    if (next !== 0x75) return escapeLetters[next] === 1;
    for (let i = at + 2; i < at + 6; i++) {
      if (i >= this.end || !isHex(this.bytes[i] ?? 0)) return false;
    }
    return true;
  }

  /** Moves over a number, `true`, `false` or `null` and tells which it was. */
  literalType(): "number" | "boolean" | "null" | null {
    const first = this.bytes[this.position] ?? 0;
    if (this.position >= this.end) return null;
    if (first === 0x2d || isDigit(first)) return this.skipNumber() ? "number" : null;
    if (this.skipWord("true") || this.skipWord("false")) return "boolean";
    return this.skipWord("null") ? "null" : null;
  }

  private skipWord(word: string): boolean {
    for (let i = 0; i < word.length; i++) {
      if (this.position + i >= this.end || this.bytes[this.position + i] !== word.charCodeAt(i)) return false;
    }
    this.position += word.length;
    return true;
  }

  private skipNumber(): boolean {
    this.skip(0x2d);
    if (!this.skip(0x30) && !this.skipDigits()) return this.fail("a number has no digits", this.position) > 0;
    if (this.skip(0x2e) && !this.skipDigits())
      return this.fail("a fraction has no digits", this.position) > 0;
    if (!this.skip(0x65) && !this.skip(0x45)) return true;
    if (!this.skip(0x2b)) this.skip(0x2d);
    return this.skipDigits() || this.fail("an exponent has no digits", this.position) > 0;
  }

  private skipDigits(): boolean {
    const from = this.position;
    while (this.position < this.end && isDigit(this.bytes[this.position] ?? 0)) this.position++;
    return this.position > from;
  }

  /** The offset behind the bracket that closes the container whose inside begins at the position, or -1. */
  containerEnd(): number {
    let depth = 1;
    while (depth > 0 && this.position < this.end) {
      const byte = this.bytes[this.position] ?? 0;
      depth += nesting(byte);
      const last = byte === 0x22 ? this.stringEnd(this.position) : this.position;
      if (last < 0) return -1;
      this.position = last + 1;
    }
    return depth === 0 ? this.position : -1;
  }

  private fail(message: string, at: number): -1 {
    this.failure = message;
    this.failedAt = at;
    return -1;
  }
}

/** Space, tab, line feed, carriage return. */
function isSpace(byte: number): boolean {
  return byte <= 0x20 && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHex(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

/** What a byte adds to the depth of brackets. */
function nesting(byte: number): number {
  if (byte === 0x7b || byte === 0x5b) return 1;
  return byte === 0x7d || byte === 0x5d ? -1 : 0;
}
