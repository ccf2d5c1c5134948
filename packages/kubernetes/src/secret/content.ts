import { isPlainText, isSelfDescribedCbor } from "@etcdscope/codec";
import { hasEnvelope, readEnvelopeType } from "../decode/envelope.ts";
import { decodeBase64 } from "../within/base64.ts";
import { packingOf } from "../within/recognise.ts";
import type { Openers } from "../within/what.ts";
import { keyDetail } from "../x509/key.ts";
import { x509Kind } from "../x509/read.ts";
import { kindRule, listRule } from "./object-rule.ts";
import { holdsSecretBytes, holdsSecretObject, namesSecretObject } from "./text-rules.ts";

/** Forms in forms that are followed; what is deeper counts as secret. */
const deepest = 8;
/** Bytes that all that is packed in one value is unpacked to at most; what is larger counts as secret. */
const mostUnpackedInAll = 8 * 1024 * 1024;

const shortest = 8;
/** Digits of base64 in a line that others may continue. */
const shortestLine = 56;

const latin1 = new TextDecoder("latin1");
/** Text in UTF-16 or UTF-32, by three characters of Latin letters. */
const wide = /[\x20-\x7e]\0{1,3}[\x20-\x7e]\0{1,3}[\x20-\x7e]/;

/**
 * What of bytes may be secret although their kinds and names are not: private keys, tokens and whole objects in text,
 * in base64 or hex, packed, or in one of these inside of another. One scan is for one value; it counts what it reads.
 */
export class ContentScan {
  /** Bytes that were read, each form of them counted. */
  read = 0;
  private readonly openers: Pick<Openers, "unpack">;
  private readonly holdsSecretNode: (bytes: Uint8Array) => boolean;
  private unpacked = 0;

  /** `holdsSecretNode` tells whether CBOR holds a secret object. */
  constructor(openers: Pick<Openers, "unpack">, holdsSecretNode: (bytes: Uint8Array) => boolean) {
    this.openers = openers;
    this.holdsSecretNode = holdsSecretNode;
  }

  /** Whether a field's content is secret, or holds what is. */
  holds(bytes: Uint8Array, depth = 0): boolean {
    if (bytes.length < shortest) return false;
    if (depth > deepest) return true;
    this.read += bytes.length;
    // What is packed may have a name in clear before it, and anything behind it.
    return this.packed(bytes, depth) === true || this.plain(bytes, depth);
  }

  /** Whether looking at the single fields of a value can find anything. */
  mayHold(bytes: Uint8Array): boolean {
    this.read += bytes.length;
    const text = latin1.decode(bytes);
    return (
      suspect.test(text) ||
      wide.test(text) ||
      namesSecretObject(text) ||
      holdsSecretBytes(text) ||
      this.inDigits(text, 0, shiftsByLength)
    );
  }

  /** Of bytes that cannot be unpacked to their end nobody knows what they hold. Null where they are not packed at all. */
  private packed(bytes: Uint8Array, depth: number): boolean | null {
    const packing = packingOf(bytes);
    const most = mostUnpackedInAll - this.unpacked;
    if (packing === null) return null;
    if (most <= 0) return true;
    const unpacked = this.openers.unpack(packing, bytes, most);
    if (unpacked === null) return packing === "gzip" ? true : null;
    this.unpacked += unpacked.bytes.length;
    return unpacked.isCut || this.holds(unpacked.bytes, depth + 1);
  }

  private plain(bytes: Uint8Array, depth: number): boolean {
    if (isKey(bytes) || isEnvelopeOfSecret(bytes)) return true;
    if (isCbor(bytes) && this.holdsSecretNode(bytes)) return true;
    const text = latin1.decode(bytes);
    return this.text(text, depth) || (wide.test(text) && this.text(text.replaceAll("\0", ""), depth));
  }

  private text(text: string, depth: number): boolean {
    return holdsSecretText(text) || this.inDigits(text, depth);
  }

  /** What random digits decode to is only looked over, not into. */
  private decodedHolds(bytes: Uint8Array, depth: number): boolean {
    if (isTelling(bytes)) return this.holds(bytes, depth);
    this.read += bytes.length;
    return holdsSecretText(latin1.decode(bytes));
  }

  /** Digits of base64 and of hex; each `shift` leaves out so many that may not belong to them. */
  private inDigits(text: string, depth: number, shifts: readonly number[] = [0]): boolean {
    for (const run of base64Runs(text.includes("\\") ? unescaped(text) : text)) {
      for (const decoded of shifts.flatMap((shift) => decodedRun(run, shift)))
        if (this.decodedHolds(decoded, depth + 1)) return true;
    }
    return false;
  }
}

/**
 * What makes it worth while to look at the fields of a value, besides what {@link ContentScan} finds in all of its text:
 * escapes, aliases, bytes that are packed (in Latin-1 as the one or the other platform reads it), keys in DER,
 * protobuf in protobuf, and CBOR.
 */
const suspect = new RegExp(
  [
    "\\\\u00|\\\\U00|\\\\x|kind[\"'\\\\]* ?: ?\\*",
    "\\x1f[\\x8b\\u2039]\\x08",
    "x[\\x01\\x5e\\x9c\\u0153\\xda]",
    "0[^]{1,4}\\x02\\x01[\\0\\x01][0\\x02\\x04]",
    "k8s\\0[^]{0,200}k8s\\0",
    "\\xd9\\xd9\\xf7",
  ].join("|"),
);

/** In protobuf the last byte of a text's length, which may look like a digit, is before its first one. */
const shiftsByLength = [0, 1];
/** Fewer digits of hex hold nothing that anybody would look for. */
const shortestHex = 40;
const noHex = /[^\da-f]/i;

function decodedRun(run: string, shift: number): Uint8Array[] {
  const digits = encodeAscii(run);
  // A word of other text may have been taken for the last line.
  const base64 = decodeBase64(digits, shift) ?? decodeBase64(digits, shift, digits.length - 1);
  const pairs = run.slice(run.startsWith("0x", shift) ? shift + 2 : shift);
  const isHex = pairs.length >= shortestHex && !noHex.test(pairs);
  return [...(base64 === null ? [] : [base64]), ...(isHex ? [decodeHex(pairs)] : [])];
}

const decodeHex = (pairs: string): Uint8Array =>
  Uint8Array.from({ length: pairs.length >> 1 }, (_, at) =>
    Number.parseInt(pairs.slice(2 * at, 2 * at + 2), 16),
  );

function isKey(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30 && x509Kind(bytes) === null && keyDetail(bytes) !== null;
}

function isEnvelopeOfSecret(bytes: Uint8Array): boolean {
  if (!hasEnvelope(bytes)) return false;
  const { apiVersion, kind } = readEnvelopeType(bytes);
  return (kindRule(kind, apiVersion) ?? listRule(kind, apiVersion)) !== null;
}

/** A map, or the mark of CBOR before it. */
const isCbor = (bytes: Uint8Array): boolean =>
  isSelfDescribedCbor(bytes) || ((bytes[0] ?? 0) >= 0xa0 && (bytes[0] ?? 0) <= 0xbf);

/** Bytes that begin like something; what random digits decode to begins like nothing. */
function isTelling(bytes: Uint8Array): boolean {
  if (bytes.length < shortest) return false;
  const isMarked = packingOf(bytes) !== null || bytes[0] === 0x30 || hasEnvelope(bytes) || isCbor(bytes);
  return isMarked || beginsAsText(bytes) || wide.test(latin1.decode(bytes.subarray(0, 2 * shortest)));
}

/** A character may be cut in two at the end of what is looked at. */
function beginsAsText(bytes: Uint8Array): boolean {
  return [0, 1, 2, 3].some((cut) => isPlainText(bytes, 0, shortest - cut));
}

/** As JSON may write a slash and the end of a line, and JSON in JSON with more backslashes. */
const unescaped = (text: string): string =>
  text.replace(/(?<!\\)\\+([/nrt])/g, (_, one) => (one === "/" ? "/" : "\n"));

function holdsSecretText(text: string): boolean {
  const mayName = namesSecretObject(text) || alias.test(text);
  return holdsSecretBytes(text) || (mayName && holdsSecretObject(text));
}

/** A kind that YAML gives elsewhere. */
const alias = /kind["'\\]* ?: ?\*/;

/**
 * Runs of base64, those of broken lines put together. One of more than four million digits comes in parts: the engine's
 * stack ends at some more.
 */
function* base64Runs(text: string): Generator<string> {
  const first = /[A-Za-z0-9+/_-]{20,4000000}={0,2}/g;
  for (let found = first.exec(text); found !== null; found = first.exec(text)) {
    const [line] = found;
    const more = line.length < shortestLine || line.endsWith("=") ? [] : linesAt(text, first.lastIndex);
    first.lastIndex += more.reduce((sum, one) => sum + one.length, 0);
    yield more.length === 0 ? line : [line, ...more].join("").replaceAll(/\s/g, "");
  }
}

/** The lines that go on with base64, each with the line feed and the indentation before it. */
function linesAt(text: string, start: number): string[] {
  const next = /\s{0,40}[\n\r]\s{0,40}[A-Za-z0-9+/_-]{2,4000000}={0,2}/y;
  next.lastIndex = start;
  const lines: string[] = [];
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    const [line] = found;
    lines.push(line);
    if (line.length < shortestLine || line.endsWith("=")) break;
  }
  return lines;
}

const encoder = new TextEncoder();
const encodeAscii = (text: string): Uint8Array => encoder.encode(text);
