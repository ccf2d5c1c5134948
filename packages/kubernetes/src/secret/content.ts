import { isPlainText, isSelfDescribedCbor } from "@etcdscope/codec";
import { hasEnvelope, readEnvelopeType } from "../decode/envelope.ts";
import { decodeBase64 } from "../within/base64.ts";
import { packingOf } from "../within/recognise.ts";
import type { Openers } from "../within/what.ts";
import { keyDetail } from "../x509/key.ts";
import { x509Kind } from "../x509/read.ts";
import { kindRule, listRule } from "./object-rule.ts";
import { secretKinds } from "./table.ts";
import { holdsSecretBytes, holdsSecretObject } from "./text-rules.ts";

/** Forms in forms that are followed; what is deeper counts as secret. */
const deepest = 8;
/** Bytes that all that is packed in one value is unpacked to at most; what is larger counts as secret. */
const mostUnpackedInAll = 8 * 1024 * 1024;

const shortest = 8;
/** Digits of base64 that are worth decoding, and of a line that others may continue. */
const shortestRun = 20;
const shortestLine = 56;
const longestBreak = 80;

const latin1 = new TextDecoder("latin1");
/** Text in UTF-16, by three characters of Latin letters. */
const wide = /[\x20-\x7e]\0[\x20-\x7e]\0[\x20-\x7e]/;

/**
 * What of bytes may be secret although their kinds and names are not: private keys, tokens and whole objects in text,
 * in base64, packed, or in one of these inside of another. One scan is for one value; it counts what it reads.
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
    if (packingOf(bytes) !== null) return this.packed(bytes, depth) ?? this.plain(bytes, depth);
    return this.plain(bytes, depth);
  }

  /** Whether looking at the single fields of a value can find anything. */
  mayHold(bytes: Uint8Array): boolean {
    this.read += bytes.length;
    const text = latin1.decode(bytes);
    return suspect.test(text) || wide.test(text) || holdsSecretBytes(text) || this.inBase64(text, 0);
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
    return (
      holdsSecretBytes(text) ||
      (mentionsKind.test(text) && holdsSecretObject(text)) ||
      this.inBase64(text, depth)
    );
  }

  private inBase64(text: string, depth: number): boolean {
    for (const run of base64Runs(text.includes("\\") ? unescaped(text) : text)) {
      const digits = encodeAscii(run);
      // A word of other text may have been taken for the last line.
      const decoded = decodeBase64(digits) ?? decodeBase64(digits, 0, digits.length - 1);
      if (decoded !== null && isTelling(decoded) && this.holds(decoded, depth + 1)) return true;
    }
    return false;
  }
}

/** Words without which no text holds a secret object: kinds, or names of a kind that escapes may hide. */
const kindWords = [
  ...secretKinds.map(({ kind }) => `\\b${kind}(?:List)?\\b`),
  "\\bkty\\b",
  "\\\\u00",
  "\\\\x",
  "kind[\"'\\\\]* ?: ?\\*",
];
const mentionsKind = new RegExp(kindWords.join("|"));

/** What makes it worth while to look at the fields of a value: also bytes that are packed, and keys in DER. */
const suspect = new RegExp(
  [
    mentionsKind.source,
    "\\x1f\\x8b\\x08",
    "x[\\x01\\x5e\\x9c\\xda]",
    "0[^]{1,4}\\x02\\x01[\\0\\x01][0\\x02\\x04]",
    "k8s\\0[^]{0,200}k8s\\0",
    "\\xd9\\xd9\\xf7",
  ].join("|"),
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
  return isMarked || beginsAsText(bytes) || wide.test(latin1.decode(bytes.subarray(0, shortest)));
}

/** A character may be cut in two at the end of what is looked at. */
function beginsAsText(bytes: Uint8Array): boolean {
  return [0, 1, 2, 3].some((cut) => isPlainText(bytes, 0, shortest - cut));
}

/** As JSON may write a slash and the end of a line. */
const unescaped = (text: string): string => text.replaceAll("\\/", "/").replace(/\\[nrt]/g, "\n");

/** Runs of base64, those of broken lines put together. */
function* base64Runs(text: string): Generator<string> {
  let lines = "";
  let end = 0;
  for (const { index, 0: run } of text.matchAll(/[A-Za-z0-9+/_-]{2,}={0,2}/g)) {
    const goesOn = lines.length >= shortestLine && !lines.endsWith("=") && isLineBreak(text, end, index);
    if (!goesOn && lines.length >= shortestRun) yield lines;
    lines = goesOn ? lines + run : run;
    end = index + run.length;
  }
  if (lines.length >= shortestRun) yield lines;
}

/** A line feed and the indentation of the next line. */
function isLineBreak(text: string, start: number, end: number): boolean {
  return end - start <= longestBreak && /^\s*[\n\r]\s*$/.test(text.slice(start, end));
}

const encoder = new TextEncoder();
const encodeAscii = (text: string): Uint8Array => encoder.encode(text);
