import { type DerElement, derTag, oidText, readOneDer } from "./der.ts";
import { oidName } from "./names.ts";

/**
 * The kind and length of a public or private key (`RSA 2048`, `ECDSA P-256`, `Ed25519`), and nothing else of it: in
 * SubjectPublicKeyInfo, PKCS #8, PKCS #1 or SEC 1. Null for what is none of them.
 */
export function keyDetail(bytes: Uint8Array): string | null {
  const root = readOneDer(bytes);
  return root?.tag === derTag.sequence ? detailOf(bytes, root.children ?? []) : null;
}

/** Of a SubjectPublicKeyInfo that is a part of something. */
export function publicKeyDetail(bytes: Uint8Array, info: DerElement | undefined): string | null {
  return info === undefined ? null : detailOf(bytes, info.children ?? []);
}

function detailOf(bytes: Uint8Array, parts: readonly DerElement[]): string | null {
  const [first, second, third] = parts;
  if (first?.tag === derTag.sequence) return algorithmDetail(bytes, first, second);
  if (first?.tag !== derTag.integer) return null;
  if (second?.tag === derTag.sequence) return algorithmDetail(bytes, second, third);
  if (second?.tag === derTag.integer && third?.tag === derTag.integer)
    return `RSA ${bitLength(bytes, second)}`;
  return second?.tag === derTag.octetString ? curveDetail(bytes, third) : null;
}

function algorithmDetail(
  bytes: Uint8Array,
  algorithm: DerElement,
  key: DerElement | undefined,
): string | null {
  const [id, parameters] = algorithm.children ?? [];
  const name = oidOf(bytes, id);
  if (name === "") return null;
  if (name === "rsaEncryption" || name === "rsassaPss") return rsaDetail(bytes, key);
  return name === "ecPublicKey" ? `ECDSA ${oidOf(bytes, parameters)}`.trim() : name;
}

/** The modulus is the first integer of a public key, and the second of a private one. */
function rsaDetail(bytes: Uint8Array, key: DerElement | undefined): string {
  if (key === undefined) return "RSA";
  const isBits = key.tag === derTag.bitString;
  const parts = readOneDer(bytes, key.valueStart + (isBits ? 1 : 0), key.end)?.children ?? [];
  const modulus = parts[isBits ? 0 : 1];
  return modulus?.tag === derTag.integer ? `RSA ${bitLength(bytes, modulus)}` : "RSA";
}

/** SEC 1: the curve stands in the context tag 0, if at all. */
function curveDetail(bytes: Uint8Array, parameters: DerElement | undefined): string {
  const curve = parameters?.tag === 0xa0 ? oidOf(bytes, parameters.children?.[0]) : "";
  return `ECDSA ${curve}`.trim();
}

function oidOf(bytes: Uint8Array, element: DerElement | undefined): string {
  return element?.tag === derTag.oid ? oidName(oidText(bytes, element.valueStart, element.end)) : "";
}

function bitLength(bytes: Uint8Array, { valueStart, end }: DerElement): number {
  let at = valueStart;
  while (at < end && bytes[at] === 0) at++;
  return at === end ? 0 : (end - at) * 8 - Math.clz32(bytes[at] ?? 0) + 24;
}
