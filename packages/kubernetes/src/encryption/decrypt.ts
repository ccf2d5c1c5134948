import { invalidUtf8At, isSelfDescribedCbor } from "@etcdscope/codec";
import { hasEnvelope } from "../decode/envelope.ts";
import type { EncryptedEnvelope } from "./envelope.ts";

/** One key of an EncryptionConfiguration. */
export interface EncryptionKey {
  readonly provider: "aescbc" | "aesgcm" | "secretbox";
  readonly name: string;
  readonly secret: Uint8Array;
  /** Resources that the entry is for, as configured (`secrets`, `*.apps`). */
  readonly resources: readonly string[];
}

/** The ciphers themselves, handed in: this package does no cryptography. Each throws when the bytes do not fit the key. */
export interface Ciphers {
  /** AES-CBC with PKCS#7 padding; `payload` starts with the 16-byte IV. */
  aescbc(secret: Uint8Array, payload: Uint8Array): Uint8Array;
  /** AES-GCM; `payload` is the 12-byte nonce, ciphertext and 16-byte tag; `additional` is authenticated with it. */
  aesgcm(secret: Uint8Array, payload: Uint8Array, additional: Uint8Array): Uint8Array;
  /** XSalsa20-Poly1305; `payload` starts with the 24-byte nonce. */
  secretbox(secret: Uint8Array, payload: Uint8Array): Uint8Array;
}

/** What can be opened: the keys of an EncryptionConfiguration, and the ciphers to use them with. */
export interface Encryption {
  readonly keys: readonly EncryptionKey[];
  readonly ciphers: Ciphers;
}

export type Decryption =
  | { readonly ok: true; readonly plaintext: Uint8Array; readonly key: EncryptionKey }
  | { readonly ok: false; readonly reason: string };

/**
 * Decrypts a stored value with the configured keys of its provider and key name; `encryption` is undefined where no
 * EncryptionConfiguration was given. The etcd key is part of the proof for aesgcm: the same bytes under another key
 * do not decrypt.
 */
export function decrypt(
  envelope: EncryptedEnvelope,
  stored: { readonly key: Uint8Array; readonly value: Uint8Array },
  encryption: Encryption | undefined,
): Decryption {
  const what = `encrypted at rest by ${envelope.provider} with key "${envelope.keyName}"`;
  if (envelope.provider === "kms") return refuse(`${what}: only the KMS can open its data key`);
  if (encryption === undefined) return refuse(`${what}, and no EncryptionConfiguration was given`);
  const fitting = encryption.keys.filter(
    ({ provider, name }) => provider === envelope.provider && name === envelope.keyName,
  );
  if (fitting.length === 0) return refuse(`${what}: ${noKey(encryption.keys)}`);
  for (const key of fitting) {
    const plaintext = attempt(envelope, stored, key, encryption.ciphers);
    if (plaintext !== undefined) return { ok: true, plaintext, key };
  }
  return refuse(`${what}: ${notOpened(fitting.length)}`);
}

function refuse(reason: string): Decryption {
  return { ok: false, reason };
}

function noKey(keys: readonly EncryptionKey[]): string {
  if (keys.length === 0) return "the EncryptionConfiguration holds no keys";
  const known = [...new Set(keys.map((key) => `${key.provider} "${key.name}"`))].join(", ");
  return `the EncryptionConfiguration does not have it, it has ${known}`;
}

function notOpened(tried: number): string {
  const found = "in the EncryptionConfiguration";
  return tried === 1
    ? `the key of that name ${found} does not open it`
    : `none of the ${tried} keys of that name ${found} opens it`;
}

function attempt(
  { payload }: EncryptedEnvelope,
  { key, value }: { readonly key: Uint8Array; readonly value: Uint8Array },
  { provider, secret }: EncryptionKey,
  ciphers: Ciphers,
): Uint8Array | undefined {
  try {
    const plaintext = ciphers[provider](secret, value.subarray(payload.start, payload.end), key);
    return provider !== "aescbc" || isStorable(plaintext) ? plaintext : undefined;
  } catch {
    // A wrong key is an answer, not a failure: the next one is tried.
    return undefined;
  }
}

/**
 * Whether an API server may have stored these bytes. AES-CBC proves nothing: of 256 wrong keys one gives a padding
 * that is right, and with it bytes that mean nothing.
 */
function isStorable(plaintext: Uint8Array): boolean {
  return (
    hasEnvelope(plaintext) ||
    isSelfDescribedCbor(plaintext) ||
    invalidUtf8At(plaintext, 0, plaintext.length) < 0
  );
}
