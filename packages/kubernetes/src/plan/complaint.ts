import { decodeUtf8, type MessageComplaint, WireReader } from "@etcdscope/codec";
import { canonicalQuantity, isPlainQuantity } from "../quantity/quantity.ts";
import type { JsonForm } from "../schema/schema.ts";

/** What Kubernetes' own decoder or encoder refuses in a message of a form of its own; undefined where it takes any. */
export function complaintOf(form: JsonForm | null): MessageComplaint | undefined {
  if (form === "quantity") return quantityComplaint;
  return form === "intOrString" ? intOrStringComplaint : undefined;
}

/** Kubernetes parses a quantity as it reads it: one that cannot be parsed ends the reading of the whole object. */
function quantityComplaint(bytes: Uint8Array, start: number, end: number): string | null {
  const text = start + 2;
  if (bytes[start] === 0x0a && bytes[start + 1] === end - text && isPlainQuantity(bytes, text, end))
    return null;
  const reader = new WireReader(bytes, start, end);
  while (reader.next()) {
    const { number, wireType, valueStart, valueEnd } = reader;
    if (number !== 1 || wireType !== 2 || canonicalQuantity(bytes, valueStart, valueEnd) !== null) continue;
    return `${quoted(bytes, valueStart, valueEnd)} is not a quantity`;
  }
  return null;
}

/** Of the type, only 0 (a number) and 1 (a text) can be written as JSON. */
function intOrStringComplaint(bytes: Uint8Array, start: number, end: number): string | null {
  const reader = new WireReader(bytes, start, end);
  let type = 0n;
  while (reader.next()) {
    if (reader.number === 1 && reader.wireType === 0) type = reader.int64();
  }
  return type === 0n || type === 1n ? null : `an IntOrString has the impossible type ${type}`;
}

const longestQuote = 40;

function quoted(bytes: Uint8Array, start: number, end: number): string {
  const shown = decodeUtf8(bytes, start, Math.min(end, start + longestQuote));
  return JSON.stringify(end - start > longestQuote ? `${shown}…` : shown);
}
