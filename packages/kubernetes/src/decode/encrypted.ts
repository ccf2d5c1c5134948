import { type Field, plainField, type Span } from "@etcdscope/codec";
import { decrypt, type Encryption } from "../encryption/decrypt.ts";
import { type EncryptedEnvelope, type EncryptedPart, readEncryptedEnvelope } from "../encryption/envelope.ts";
import type { Reading } from "./plain.ts";

/** A value encrypted at rest: what its head says, the parts of the rest, and the plaintext where a key opens it. */
export function readEncrypted(
  key: Uint8Array,
  bytes: Uint8Array,
  encryption: Encryption | undefined,
): Reading | null {
  const envelope = readEncryptedEnvelope(bytes);
  if (envelope === undefined) return null;
  const { provider, keyName, version, parts } = envelope;
  const encoding = { id: "encrypted", provider, keyName, version } as const;
  const fields = parts.map(partField);
  const decryption = decrypt(envelope, { key, value: bytes }, encryption);
  if (!decryption.ok) return { encoding: { ...encoding, reason: decryption.reason }, fields, write: null };
  const opened = {
    name: "decrypted",
    bytes: decryption.plaintext,
    parent: ciphertextOf(envelope),
    provenance: `${provider} with key "${keyName}"`,
  } as const;
  return { encoding, fields, write: null, opened };
}

function partField({ name, span }: EncryptedPart): Field {
  const field = plainField(span.start, span.end, name === "prefix" ? "text" : "bytes");
  field.name = name;
  return field;
}

function ciphertextOf({ parts, payload }: EncryptedEnvelope): Span {
  return parts.find(({ name }) => name === "ciphertext")?.span ?? payload;
}
