/** One element of DER (X.690): `[start, valueStart)` is its tag and length, `[valueStart, end)` its content. */
export interface DerElement {
  /** The identifier byte: class, whether constructed, and number. Numbers of 31 and more are not read. */
  readonly tag: number;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
  /** The elements within, where it is constructed and they can be read. */
  readonly children: readonly DerElement[] | null;
}

export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

const maxDepth = 24;
const mostElements = 20_000;

/** The elements that fill `[start, end)`; null where they do not. */
export function readDer(bytes: Uint8Array, start = 0, end = bytes.length): readonly DerElement[] | null {
  return new DerReader(bytes).elements(start, end, 0);
}

/** The one element that fills `[start, end)`; null where it does not. */
export function readOneDer(bytes: Uint8Array, start = 0, end = bytes.length): DerElement | null {
  const elements = readDer(bytes, start, end);
  return elements?.length === 1 ? (elements[0] ?? null) : null;
}

class DerReader {
  private readonly bytes: Uint8Array;
  private left = mostElements;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  elements(start: number, end: number, depth: number): DerElement[] | null {
    const found: DerElement[] = [];
    for (let at = start; at < end; ) {
      const element = this.left-- > 0 ? this.element(at, end, depth) : null;
      if (element === null) return null;
      found.push(element);
      at = element.end;
    }
    return found;
  }

  private element(start: number, most: number, depth: number): DerElement | null {
    const tag = this.bytes[start] ?? 0;
    const length = (tag & 0x1f) === 0x1f ? null : this.length(start + 1, most);
    if (length === null) return null;
    const [valueStart, end] = length;
    const isConstructed = (tag & 0x20) !== 0 && depth < maxDepth;
    const children = isConstructed ? this.elements(valueStart, end, depth + 1) : null;
    return { tag, start, valueStart, end, children };
  }

  /** Where the content begins and ends; null for indefinite, longer than there is, or of more than four bytes. */
  private length(at: number, most: number): [valueStart: number, end: number] | null {
    const first = this.bytes[at];
    if (first === undefined || at >= most) return null;
    const count = first < 0x80 ? 0 : first & 0x7f;
    if (first === 0x80 || count > 4 || at + 1 + count > most) return null;
    let length = count === 0 ? first : 0;
    for (let i = 1; i <= count; i++) length = length * 256 + (this.bytes[at + i] ?? 0);
    const valueStart = at + 1 + count;
    return valueStart + length > most ? null : [valueStart, valueStart + length];
  }
}

/** Bytes of one that is written in decimal: those in use have up to 30, and the time for digits grows with the square. */
const longestOid = 64;

/** An object identifier in dotted form, a very long one in hex; empty where it is none. */
export function oidText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > longestOid) return colonHex(bytes, start, end);
  const parts: bigint[] = [];
  let part = 0n;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    part = (part << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    if (parts.length > 0) parts.push(part);
    else parts.push(...firstTwo(part));
    part = 0n;
  }
  return parts.join(".");
}

function firstTwo(part: bigint): [bigint, bigint] {
  const first = part < 40n ? 0n : part < 80n ? 1n : 2n;
  return [first, part - first * 40n];
}

/** UTCTime or GeneralizedTime as ISO 8601; the text as it is where it is neither. */
export function timeText(text: string): string {
  const long = text.length === 13 ? (Number(text.slice(0, 2)) >= 50 ? "19" : "20") + text : text;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(long) ?? [];
  return year === undefined ? text : `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}

/** Hex pairs with colons between, as certificates are usually read. */
export function colonHex(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const pairs: string[] = [];
  for (let at = start; at < end; at++)
    pairs.push((bytes[at] ?? 0).toString(16).padStart(2, "0").toUpperCase());
  return pairs.join(":");
}
