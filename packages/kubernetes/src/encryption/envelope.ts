/** Half-open byte range over the stored value. */
interface Range {
  readonly start: number;
  readonly end: number;
}

export interface EncryptedPart {
  readonly name: "prefix" | "nonce" | "ciphertext" | "tag" | "payload" | "wrappedKeyLength" | "wrappedKey";
  readonly span: Range;
}

/** What the stored bytes say of how they are encrypted; nothing is decrypted for it. */
export interface EncryptedEnvelope {
  /** `aescbc`, `aesgcm`, `secretbox`, `kms`, or whatever stands there. */
  readonly provider: string;
  /** `v1`, or `v2` of kms. */
  readonly version: string;
  readonly keyName: string;
  /** What follows the prefix. */
  readonly payload: Range;
  /** Prefix, nonce, ciphertext and tag as far as the provider is known; they tile the value. */
  readonly parts: readonly EncryptedPart[];
}

const opening = "k8s:enc:";

/** Longest prefix looked at: provider and key names are short, and a value is not scanned to its end for a colon. */
const longestPrefix = 1024;

/**
 * The head of a value encrypted at rest, `k8s:enc:<provider>:<version>:<key name>:`
 * (Kubernetes' storage transformers); `undefined` where the bytes do not start so.
 */
export function readEncryptedEnvelope(bytes: Uint8Array): EncryptedEnvelope | undefined {
  const head = asciiHead(bytes);
  const found = /^k8s:enc:([^:]*):([^:]*):([^:]*):/.exec(head);
  if (found === null) return undefined;
  const [prefix, provider = "", version = "", keyName = ""] = found;
  const payload = { start: prefix.length, end: bytes.length };
  const parts = wrappedParts(bytes, `${provider}:${version}`, payload) ?? partsOf(provider, payload);
  return { provider, version, keyName, payload, parts };
}

/** Whether bytes begin as encrypted values do, whatever follows. */
export function beginsAsEncrypted(bytes: Uint8Array): boolean {
  return startsWith(bytes, opening);
}

/** Version 1 of kms: two bytes of length, the data key as the KMS wrapped it, then the nonce and the ciphertext. */
function wrappedParts(
  bytes: Uint8Array,
  form: string,
  { start, end }: Range,
): readonly EncryptedPart[] | undefined {
  if (form !== "kms:v1" || end - start < 2) return undefined;
  const key = start + 2;
  const body = key + (bytes[start] ?? 0) * 256 + (bytes[start + 1] ?? 0);
  if (body > end) return undefined;
  const parts: EncryptedPart[] = [
    { name: "prefix", span: { start: 0, end: start } },
    { name: "wrappedKeyLength", span: { start, end: key } },
    { name: "wrappedKey", span: { start: key, end: body } },
    { name: "ciphertext", span: { start: body, end } },
  ];
  return parts.filter(({ span }) => span.end > span.start);
}

/** The first bytes as text, one character a byte: enough to match the prefix, exact for offsets. */
function asciiHead(bytes: Uint8Array): string {
  if (!startsWith(bytes, opening)) return "";
  return String.fromCharCode(...bytes.subarray(0, longestPrefix));
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return bytes.length >= text.length && [...text].every((char, at) => bytes[at] === char.charCodeAt(0));
}

const sizes: Readonly<Record<string, { nonce: number; tag: number; tagFirst: boolean }>> = {
  aescbc: { nonce: 16, tag: 0, tagFirst: false },
  aesgcm: { nonce: 12, tag: 16, tagFirst: false },
  secretbox: { nonce: 24, tag: 16, tagFirst: true },
};

function partsOf(provider: string, payload: Range): readonly EncryptedPart[] {
  const prefix: EncryptedPart = { name: "prefix", span: { start: 0, end: payload.start } };
  const size = Object.hasOwn(sizes, provider) ? sizes[provider] : undefined;
  if (size === undefined || payload.end - payload.start < size.nonce + size.tag) {
    return [prefix, { name: "payload", span: payload }];
  }
  const body = payload.start + size.nonce;
  const cut = size.tagFirst ? body + size.tag : payload.end - size.tag;
  const first: EncryptedPart = {
    name: size.tagFirst ? "tag" : "ciphertext",
    span: { start: body, end: cut },
  };
  const second: EncryptedPart = {
    name: size.tagFirst ? "ciphertext" : "tag",
    span: { start: cut, end: payload.end },
  };
  const nonce: EncryptedPart = { name: "nonce", span: { start: payload.start, end: body } };
  return [prefix, nonce, first, second].filter(({ span }) => span.end > span.start);
}
