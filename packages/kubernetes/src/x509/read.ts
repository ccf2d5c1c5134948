import type { DocumentWriter, FieldNode } from "@etcdscope/codec";
import type { Fact } from "../within/fact.ts";
import { colonHex, type DerElement, derTag, readOneDer } from "./der.ts";
import { publicKeyDetail } from "./key.ts";
import { certificate, certificateRequest, subjectPublicKeyInfo } from "./parts.ts";
import { DerTree } from "./tree.ts";

/** What X.509 stores in DER, as named fields, as a document, and what a person asks of it first. */
export interface X509Reading {
  readonly fields: readonly FieldNode[];
  readonly text: (node: FieldNode) => string | null;
  readonly write: (writer: DocumentWriter) => void;
  readonly facts: readonly Fact[];
}

export type X509Kind = "certificate" | "certificate-request" | "public-key";

const shapes = {
  certificate,
  "certificate-request": certificateRequest,
  "public-key": subjectPublicKeyInfo,
} as const;

/** Which of the three a DER text is by its outer shape; null for anything else. */
export function x509Kind(bytes: Uint8Array): X509Kind | null {
  const root = readOneDer(bytes);
  const parts = root?.tag === derTag.sequence ? (root.children ?? []) : [];
  const [first] = parts;
  if (first?.tag !== derTag.sequence) return null;
  const tags = parts.slice(1).map(({ tag }) => tag);
  const members = first.children ?? [];
  if (tags.length === 1 && tags[0] === derTag.bitString)
    return members[0]?.tag === derTag.oid ? "public-key" : null;
  const isSigned = tags.length === 2 && tags[0] === derTag.sequence && tags[1] === derTag.bitString;
  return isSigned ? signedKind(members) : null;
}

/** A request has its attributes in the context tag 0, where a certificate has its version before all else. */
function signedKind(members: readonly DerElement[]): X509Kind | null {
  const isRequest = members[0]?.tag === derTag.integer && members.some(({ tag }) => tag === 0xa0);
  if (isRequest) return "certificate-request";
  return members.length >= 6 ? "certificate" : null;
}

/** Reads DER of a kind; null where it is not even DER. `sha256` gives the fingerprint of a certificate. */
export function readX509(
  bytes: Uint8Array,
  kind: X509Kind,
  sha256: (bytes: Uint8Array) => Uint8Array,
): X509Reading | null {
  const root = readOneDer(bytes);
  if (root === null) return null;
  const tree = new DerTree(bytes);
  const field = tree.field(root, null, "same", shapes[kind]);
  const facts = factsOf(tree, field, root, kind);
  const print = { code: "fingerprint", text: colonHex(sha256(bytes)) } as const;
  return {
    fields: [field],
    text: tree.textOf,
    write: (writer) => tree.write(field, writer),
    facts: kind === "certificate" ? [...facts, print] : facts,
  };
}

function factsOf(tree: DerTree, field: FieldNode, root: DerElement, kind: X509Kind): Fact[] {
  const texts = textsByName(tree, field);
  const text = (name: string): readonly string[] => texts.get(name) ?? [];
  const key = kind === "public-key" ? root : infoOf(root);
  const isAuthority = text("cA")[0] === "true";
  const facts: readonly (Fact | null)[] = [
    fact("subject", text("subject")[0]),
    fact("issuer", text("issuer")[0]),
    fact("altNames", text("subjectAltName").join(", ")),
    fact("notBefore", text("notBefore")[0]),
    fact("notAfter", text("notAfter")[0]),
    fact("serial", text("serialNumber")[0]),
    fact("key", publicKeyDetail(tree.bytes, key) ?? undefined),
    fact("signature", text("signatureAlgorithm")[0]),
    kind === "certificate" ? { code: "authority", text: String(isAuthority) } : null,
    fact("usage", [...text("keyUsage"), ...text("extendedKeyUsage")].join(", ")),
  ];
  return facts.filter((one) => one !== null);
}

function fact(code: Fact["code"], text: string | undefined): Fact | null {
  return text === undefined || text === "" ? null : { code, text };
}

/** Texts under each name, in the order of the bytes; those in a list stand under the list's. */
function textsByName(tree: DerTree, root: FieldNode): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  collectTexts(tree, root, "", texts);
  return texts;
}

function collectTexts(tree: DerTree, node: FieldNode, above: string, texts: Map<string, string[]>): void {
  if (node.place === "none") return;
  const name = (node.place === "member" ? node.name : null) ?? above;
  const text = tree.textOf(node);
  if (text !== null) addText(texts, name, text);
  else for (const child of node.children ?? []) collectTexts(tree, child, name, texts);
}

function addText(texts: Map<string, string[]>, name: string, text: string): void {
  const known = texts.get(name);
  if (known === undefined) texts.set(name, [text]);
  else known.push(text);
}

/** Where the public key of a certificate or of a request stands. */
function infoOf(root: DerElement): DerElement | undefined {
  const members = root.children?.[0]?.children ?? [];
  return members.find(
    ({ children }) => children?.[0]?.tag === derTag.sequence && children[1]?.tag === derTag.bitString,
  );
}
