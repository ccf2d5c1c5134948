import type { Span } from "@etcdscope/codec";
import type { Decoded } from "../decode/decoded.ts";
import type { Decoder } from "../decode/decoder.ts";
import { decodeBase64 } from "./base64.ts";
import { decodeContent } from "./decode-content.ts";
import type { Fact } from "./fact.ts";
import { asItIs, pemBlockOf } from "./recognise.ts";
import type { Openers, Packing } from "./what.ts";
import { foundIn, type LeafFound, stepName } from "./within.ts";

/** A layer made from a field's bytes: see {@link openWithin}. */
export interface OpenedWithin {
  /** The field's path; null where the whole bytes were opened. */
  readonly path: string | null;
  /** The bytes that it was made from. */
  readonly parent: Span;
  /** How it was made. */
  readonly step: string;
  readonly decoded: Decoded;
  readonly facts: readonly Fact[];
  /** There is more than was unpacked. */
  readonly isCut: boolean;
}

/** Bytes that packed ones are unpacked to at most. */
const mostUnpacked = 32 * 1024 * 1024;

/**
 * Opens one step of a value within a value, by the first part of its name (see `ValueWithin`). The next part opens a
 * step of what is opened here. Null where the value holds nothing of that name.
 */
export function openWithin(
  decoded: Decoded,
  name: string,
  openers: Openers,
  decoder: Decoder,
): OpenedWithin | null {
  const one = findStep(decoded, name, openers);
  const [step] = one?.found.steps ?? [];
  if (one === null || step === undefined) return null;
  const made = makeLayer(one, step, openers);
  if (made === null) return null;
  const { decoded: inner, facts } = decodeContent(made.bytes, openers, decoder);
  const { path, span } = one.leaf;
  return { path, parent: made.parent ?? span, step, decoded: inner, facts, isCut: made.isCut ?? false };
}

function findStep(decoded: Decoded, name: string, openers: Openers): LeafFound | null {
  for (const one of foundIn(decoded, openers)) {
    const [step] = one.found.steps;
    if (step !== undefined && stepName(one.leaf.path, step) === name) return one;
  }
  return null;
}

interface Made {
  readonly bytes: Uint8Array;
  readonly parent?: Span;
  readonly isCut?: boolean;
}

function makeLayer({ leaf }: LeafFound, step: string, openers: Openers): Made | null {
  const { content } = leaf;
  if (asItIs.has(step)) return { bytes: content };
  if (step === "gzip" || step === "zlib") return unpacked(content, step, openers);
  if (step === "base64") {
    const bytes = decodeBase64(content);
    return bytes === null ? null : { bytes };
  }
  if (content[0] === 0x30) return { bytes: content };
  const pem = pemBlockOf(content, step);
  if (pem === null) return null;
  const { start } = leaf.span;
  const { block, bytes } = pem;
  return leaf.isDirect
    ? { bytes, parent: { start: start + block.start, end: start + block.end } }
    : { bytes };
}

function unpacked(content: Uint8Array, packing: Packing, openers: Openers): Made | null {
  return openers.unpack(packing, content, mostUnpacked);
}
