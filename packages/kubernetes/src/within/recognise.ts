import { decodeUtf8, isJson, isPlainText } from "@etcdscope/codec";
import { keyDetail } from "../x509/key.ts";
import { x509Kind } from "../x509/read.ts";
import { decodeBase64 } from "./base64.ts";
import { readJwt } from "./jwt.ts";
import { type PemBlock, pemBlocks } from "./pem.ts";
import type { Openers, Packing, Unpacked, What } from "./what.ts";
import { looksLikeYaml } from "./yaml.ts";

/** Something recognised in bytes, as offsets over them, with the steps that open it one after another. */
export interface Found {
  readonly what: What;
  readonly steps: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly detail?: string;
}

/** Bytes at the beginning by which a value is known; what is packed is unpacked to so many only. */
const headSize = 4096;
const mostPeek = 64 * 1024;
/** Forms in forms that are followed. */
const maxSteps = 8;
const shortest = 8;
const shortestBase64 = 16;
const shortestPem = 30;

/** Bytes to recognise something in: all of them, or the head of more. */
interface Content {
  readonly bytes: Uint8Array;
  readonly isWhole: boolean;
}

/** What is known of packed fields once as much was unpacked as one value is worth: that they are packed. */
const usualPeek = 4 * mostPeek;
/** Bytes that one byte of deflate unpacks to at most. */
const mostRatio = 1032;

/**
 * Says what fields of one value are beyond what they look like. Large ones are known by their head. All that is
 * unpacked for it is at most four times the size of the value and 256 KiB: a few bytes may unpack to a thousand times
 * as many, and a value may have as many such fields as it likes. Nothing is thrown on data.
 */
export class Recogniser {
  private readonly openers: Openers;
  private left: number;

  /** `size` is that of the value. */
  constructor(openers: Openers, size: number) {
    this.openers = openers;
    this.left = usualPeek + 4 * size;
  }

  recognise(bytes: Uint8Array): Found[] {
    return this.all({ bytes, isWhole: true }, 0);
  }

  private all(content: Content, depth: number): Found[] {
    const { bytes } = content;
    if (bytes.length < shortest || depth >= maxSteps) return [];
    const pem = hasPem(bytes) ? pemBlocks(bytes, content.isWhole) : [];
    if (pem.length > 0) return pemFound(bytes, pem);
    const one = this.one(content, depth);
    return one === null ? [] : [{ ...one, start: 0, end: bytes.length }];
  }

  private one(content: Content, depth: number): Single | null {
    return this.packed(content, depth) ?? binary(content) ?? text(content) ?? this.base64(content, depth);
  }

  private packed({ bytes }: Content, depth: number): Single | null {
    const packing = packingOf(bytes);
    if (packing === null) return null;
    if (this.left <= 0) return unseen(packing);
    const unpacked = this.peek(packing, bytes.subarray(0, headSize));
    if (unpacked === null || unpacked.bytes.length === 0) return null;
    const [inner] = this.all({ bytes: unpacked.bytes, isWhole: !unpacked.isCut }, depth + 1);
    if (inner !== undefined) return behind(packing, inner);
    return unseen(packing);
  }

  private peek(packing: Packing, bytes: Uint8Array): Unpacked | null {
    const unpacked = this.openers.unpack(packing, bytes, mostPeek);
    // A failed attempt costs as well: it may have unpacked as much as there can be.
    this.left -= unpacked?.bytes.length ?? Math.min(mostPeek, bytes.length * mostRatio);
    return unpacked;
  }

  /** Base64 counts only where it is of something: any word could be base64. */
  private base64({ bytes, isWhole }: Content, depth: number): Single | null {
    if (bytes.length < shortestBase64) return null;
    const head = bytes.length > headSize ? bytes.subarray(0, headSize) : bytes;
    const decoded = decodeBase64(head) ?? (head === bytes && isWhole ? null : decodeCut(head));
    if (decoded === null) return null;
    const content = { bytes: decoded, isWhole: isWhole && head === bytes };
    const [inner] = this.all(content, depth + 1);
    return inner === undefined ? null : behind("base64", inner);
  }
}

/** Packed, whatever it holds; two bytes alone are too little to tell zlib by. */
function unseen(packing: Packing): Single | null {
  return packing === "zlib" ? null : { what: packing, steps: [packing] };
}

type Single = Pick<Found, "what" | "steps" | "detail">;

/** What comes to light behind a step. What is not opened is not opened behind a step either. */
function behind(step: string, { what, steps, detail }: Found): Single {
  const told = detail === undefined ? {} : { detail };
  // Text in a form that shows as it is needs no layer of its own once it was unpacked.
  const [first] = steps;
  const isPlain = first !== undefined && asItIs.has(first);
  if (what === "private-key") return { what, steps: [], ...told };
  return { what, steps: [step, ...(isPlain ? [] : steps)], ...told };
}

/** Steps whose bytes are those of the field, read otherwise. */
export const asItIs: ReadonlySet<string> = new Set<What>([
  "json",
  "yaml",
  "jwt",
  "docker-config",
  "kubeconfig",
  "kubernetes-protobuf",
  "credentials",
]);

/** The last line of what was cut off in the midst of four digits. */
function decodeCut(head: Uint8Array): Uint8Array | null {
  for (let cut = 0; cut < 4; cut++) {
    const decoded = decodeBase64(head, 0, head.length - cut);
    if (decoded !== null) return decoded;
  }
  return null;
}

export function packingOf(bytes: Uint8Array): Packing | null {
  const [first, second, third] = bytes;
  if (first === 0x1f && second === 0x8b && third === 0x08) return "gzip";
  const isZlib = first === 0x78 && ((first << 8) | (second ?? 0)) % 31 === 0;
  return isZlib ? "zlib" : null;
}

/** DER and Kubernetes' own protobuf, which begin with what nothing else does. */
function binary({ bytes, isWhole }: Content): Single | null {
  if (bytes[0] === 0x6b && decodeUtf8(bytes, 0, 4) === "k8s\0")
    return { what: "kubernetes-protobuf", steps: ["kubernetes-protobuf"] };
  if (bytes[0] !== 0x30 || !isWhole) return null;
  const kind = x509Kind(bytes);
  const detail = keyDetail(bytes);
  const told = detail === null ? {} : { detail };
  if (kind === "public-key") return detail === null ? null : { what: kind, steps: [kind], ...told };
  if (kind !== null) return { what: kind, steps: [kind] };
  return detail === null ? null : { what: "private-key", steps: [], ...told };
}

function text(content: Content): Single | null {
  const { bytes, isWhole } = content;
  const head = mayBeText(bytes) ? headText(bytes) : null;
  if (head === null) return null;
  const what =
    jsonWhat(content, head) ?? (isWhole && readJwt(bytes) !== null ? "jwt" : yamlWhat(content, head));
  return what === null ? null : { what, steps: [what] };
}

/** JSON and tokens by their first byte, YAML by having lines: most texts are neither, which costs least to see. */
function mayBeText(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20);
  return first === 0x7b || first === 0x5b || first === 0x65 || bytes.indexOf(0x0a) >= 0;
}

/** The beginning as text; null where it is not text. */
function headText(bytes: Uint8Array): string | null {
  const end = Math.min(bytes.length, headSize);
  // A character may have been cut in two.
  for (let cut = 0; cut < 4 && cut < end; cut++) {
    if (isPlainText(bytes, 0, end - cut)) return decodeUtf8(bytes, 0, end - cut);
    if (end === bytes.length) return null;
  }
  return null;
}

function jsonWhat({ bytes, isWhole }: Content, head: string): What | null {
  if (!/^\s*(?:\{\s*"|\[\s*[{["\d])/.test(head)) return null;
  if (isWhole && !isJson(bytes)) return null;
  if (/^\s*\{\s*"auths"\s*:\s*\{/.test(head)) return "docker-config";
  return isKubeconfig(/"kind"\s*:\s*"Config"/.test(head) && /"clusters"\s*:/.test(head)) ?? "json";
}

function yamlWhat({ bytes, isWhole }: Content, head: string): What | null {
  if (!looksLikeYaml(head, isWhole && bytes.length <= headSize)) return null;
  return (
    isKubeconfig(/^kind:\s*Config\s*$/m.test(head) && /^(?:clusters|users|contexts):/m.test(head)) ?? "yaml"
  );
}

const isKubeconfig = (is: boolean): What | null => (is ? "kubeconfig" : null);

const dashes = 0x2d;

function hasPem(bytes: Uint8Array): boolean {
  const at = bytes.length < shortestPem ? -1 : bytes.indexOf(dashes);
  return at >= 0 && decodeUtf8(bytes.subarray(at)).includes("-----BEGIN ");
}

const labels: Readonly<Record<string, What>> = {
  CERTIFICATE: "certificate",
  "TRUSTED CERTIFICATE": "certificate",
  "X509 CERTIFICATE": "certificate",
  "CERTIFICATE REQUEST": "certificate-request",
  "NEW CERTIFICATE REQUEST": "certificate-request",
  "PUBLIC KEY": "public-key",
};

function pemFound(bytes: Uint8Array, blocks: readonly PemBlock[]): Found[] {
  const seen = new Map<string, number>();
  return blocks.flatMap((block): Found[] => {
    const { label, start, end } = block;
    if (label.endsWith("PRIVATE KEY")) return [{ ...privateKey(bytes, block), steps: [], start, end }];
    const what = labels[label];
    if (what === undefined) return [];
    const count = seen.get(what) ?? 0;
    seen.set(what, count + 1);
    return [{ what, steps: [count === 0 ? what : `${what}[${count}]`], start, end }];
  });
}

function privateKey(
  bytes: Uint8Array,
  { label, bodyStart, bodyEnd }: PemBlock,
): Pick<Found, "what" | "detail"> {
  if (label === "ENCRYPTED PRIVATE KEY") return { what: "private-key", detail: "encrypted" };
  const der = decodeBase64(bytes, bodyStart, bodyEnd);
  const detail = der === null ? null : keyDetail(der);
  return detail === null ? { what: "private-key" } : { what: "private-key", detail };
}

/** The DER of the block of that name (`certificate[1]`), and the block; null where there is none. */
export function pemBlockOf(bytes: Uint8Array, step: string): { bytes: Uint8Array; block: PemBlock } | null {
  const [, what, index = "0"] = /^([a-z-]+)(?:\[(\d{1,3})\])?$/.exec(step) ?? [];
  const block = pemBlocks(bytes, true).filter(({ label }) => labels[label] === what)[Number(index)];
  const der = block === undefined ? null : decodeBase64(bytes, block.bodyStart, block.bodyEnd);
  return block === undefined || der === null ? null : { bytes: der, block };
}
