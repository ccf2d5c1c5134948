import { decodeUtf8, type FieldNode, type Span } from "@etcdscope/codec";
import { type Decoded, documentOf } from "../decode/decoded.ts";
import { addressText, readNetwork } from "./address.ts";

/** Allocations that are listed one by one at most: a range of ports has 65,536, one of addresses may have millions. */
const mostListed = 10_000;

/** What a `RangeAllocation` has given out: service addresses, node ports, or OpenShift's blocks of user ids. */
export interface Allocations {
  readonly of: "addresses" | "ports" | "uids";
  /** The range as stored: `10.96.0.0/12`, `30000-32767`, `1000000000-1999999999/10000`. */
  readonly range: string;
  /** How many the range has to give. */
  readonly total: number;
  readonly count: number;
  /** In ascending order; of very many, the first. */
  readonly allocated: readonly Allocation[];
}

export interface Allocation {
  /** The address, the port, or a block as namespaces are annotated with it: its first user id and its size. */
  readonly value: string;
  /** Which of the range's, from 0 on; the bit of that number in the bitmap. */
  readonly offset: number;
  /** The byte that holds the bit, among the bytes of the document's layer. */
  readonly span: Span;
  /** The bit in that byte, the lowest being 0. */
  readonly bit: number;
}

/** What a range's numbers mean. */
interface Range {
  readonly of: Allocations["of"];
  readonly total: number;
  valueAt(offset: number): string;
}

/**
 * The allocations in a `RangeAllocation` of the core API or OpenShift's security API, whose fields are the same; null
 * for every other value and for a range that cannot be read. The bitmap is a number in big-endian bytes without leading zeros (Go's `big.Int.Bytes`): bit i is offset i.
 */
export function allocationsOf(decoded: Decoded): Allocations | null {
  const { bytes, encoding, fields } = documentOf(decoded);
  if (encoding.kind !== "RangeAllocation" || !groups.has(encoding.apiVersion)) return null;
  const text = payloadField(fields, rangeNumber);
  const data = payloadField(fields, dataNumber);
  const written = text === undefined ? "" : decodeUtf8(bytes, text.valueStart, text.valueEnd);
  const range = addressesOf(written) ?? portsOf(written) ?? uidsOf(written);
  if (range === null) return null;
  const bitmap: Span = { start: data?.valueStart ?? 0, end: data?.valueEnd ?? 0 };
  const { of, total } = range;
  return {
    of,
    range: written,
    total,
    count: countBits(bytes, bitmap),
    allocated: listBits(bytes, bitmap, range),
  };
}

const groups: ReadonlySet<string | undefined> = new Set(["v1", "security.openshift.io/v1"]);

/** Field numbers of `RangeAllocation`, and of the object in its envelope. */
const rangeNumber = 2;
const dataNumber = 3;
const rawNumber = 2;

function payloadField(fields: readonly FieldNode[], number: number): FieldNode | undefined {
  const envelope = fields.find(({ name }) => name === "envelope")?.children ?? [];
  const payload = envelope.findLast((part) => part.number === rawNumber)?.children ?? [];
  return payload.findLast((field) => field.number === number && field.place === "member");
}

/** IPv6 ranges give out no more than this (Kubernetes' ipallocator). */
const mostIpv6 = 65_536;

/** Kubernetes gives out neither a network's own address, so that offset 0 is the one after it, nor IPv4's broadcast address. */
function addressesOf(text: string): Range | null {
  const network = readNetwork(text);
  if (network === null) return null;
  const { base, prefix, bits } = network;
  const size = 2 ** (bits - prefix);
  const usable = bits === 32 ? size - 2 : Math.min(size, mostIpv6) - 1;
  return {
    of: "addresses",
    total: Math.max(0, usable),
    valueAt: (offset) => addressText(BigInt.asUintN(bits, base + 1n + BigInt(offset)), bits),
  };
}

function portsOf(text: string): Range | null {
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(text) ?? [];
  if (first === undefined || last === undefined) return null;
  const total = Number(last) - Number(first) + 1;
  return { of: "ports", total: Math.max(0, total), valueAt: (offset) => String(Number(first) + offset) };
}

/** Blocks of user ids, one for each namespace; the bit of a block is its place in the range. */
function uidsOf(text: string): Range | null {
  const [first, last, size] = /^(\d{1,10})-(\d{1,10})\/(\d{1,10})$/.exec(text)?.slice(1).map(Number) ?? [];
  if (first === undefined || last === undefined || size === undefined || size === 0) return null;
  return {
    of: "uids",
    total: Math.max(0, Math.floor((last - first + 1) / size)),
    valueAt: (offset) => `${first + offset * size}/${size}`,
  };
}

function countBits(bytes: Uint8Array, { start, end }: Span): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    for (let rest = bytes[at] ?? 0; rest !== 0; rest &= rest - 1) count++;
  }
  return count;
}

function listBits(bytes: Uint8Array, { start, end }: Span, range: Range): Allocation[] {
  const found: Allocation[] = [];
  for (let at = end - 1; at >= start; at--) {
    const byte = bytes[at] ?? 0;
    for (let bit = 0; bit < 8 && byte !== 0; bit++) {
      if ((byte & (1 << bit)) === 0) continue;
      if (found.length >= mostListed) return found;
      const offset = (end - 1 - at) * 8 + bit;
      found.push({ value: range.valueAt(offset), offset, span: { start: at, end: at + 1 }, bit });
    }
  }
  return found;
}
