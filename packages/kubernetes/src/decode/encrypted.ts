import { damagedField, type Field, plainField, type Span } from "@etcdscope/codec";
import { decrypt, type Encryption } from "../encryption/decrypt.ts";
import {
  beginsAsEncrypted,
  type EncryptedEnvelope,
  type EncryptedPart,
  readEncryptedEnvelope,
} from "../encryption/envelope.ts";
import { kmsLabel, kmsObjectFields } from "../encryption/kms-object.ts";
import type { Reading } from "./plain.ts";

/** A value encrypted at rest: what its head says, the parts of the rest, and the plaintext where a key opens it. */
export function readEncrypted(
  key: Uint8Array,
  bytes: Uint8Array,
  encryption: Encryption | undefined,
): Reading | null {
  const envelope = readEncryptedEnvelope(bytes);
  if (envelope === undefined) return beginsAsEncrypted(bytes) ? damagedPrefix(bytes) : null;
  const { provider, keyName, version, parts } = envelope;
  const encoding = { id: "encrypted", provider, keyName, version } as const;
  const isKmsObject = provider === "kms" && version === "v2";
  const fields = parts.map((part) => partField(bytes, part, isKmsObject));
  const label = isKmsObject ? kmsLabel(bytes) : null;
  const decryption = decrypt(envelope, { key, value: bytes }, encryption);
  if (!decryption.ok)
    return { encoding: { ...encoding, reason: decryption.reason }, fields, write: null, label };
  const opened = {
    name: "decrypted",
    bytes: decryption.plaintext,
    parent: ciphertextOf(envelope),
    provenance: `${provider} with key "${keyName}"`,
  } as const;
  return { encoding, fields, write: null, opened };
}

/**
 * Kubernetes refuses a value that begins as an encrypted one and does not say by which key: it is no text, and nobody
 * can tell what is behind.
 */
function damagedPrefix(bytes: Uint8Array): Reading {
  const problem = 'it begins "k8s:enc:", and "provider:version:key name:" does not follow';
  return { encoding: { id: "binary" }, fields: [damagedField(0, bytes.length, problem)], write: null };
}

function partField(bytes: Uint8Array, { name, span }: EncryptedPart, isKmsObject: boolean): Field {
  const field = plainField(span.start, span.end, name === "prefix" ? "text" : "bytes");
  field.name = name;
  if (name !== "payload" || !isKmsObject) return field;
  field.type = "EncryptedObject";
  field.children = kmsObjectFields(bytes, span.start, span.end);
  return field;
}

function ciphertextOf({ parts, payload }: EncryptedEnvelope): Span {
  return parts.find(({ name }) => name === "ciphertext")?.span ?? payload;
}
