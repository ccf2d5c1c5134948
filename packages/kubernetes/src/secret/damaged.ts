import { type FieldNode, isPlainText } from "@etcdscope/codec";
import type { Decoded } from "../decode/decoded.ts";

/** Field number of `typeMeta` in the envelope, and of `metadata` in every object. */
const headNumber = 1;
const rawNumber = 2;

/**
 * Whether a Secret's fields can be believed. After one flipped bit a secret may stand where a name should be, so
 * any damage, control characters in a text, fields in another order than Kubernetes writes them, or an entry that is
 * not one key and one value casts doubt on all of them.
 */
export function isTrustworthy({ bytes, encoding, fields, problems }: Decoded): boolean {
  if (encoding.schema === undefined || problems.some(({ code }) => code === "damage")) return false;
  return fields.every((node) => isCredible(bytes, node));
}

/**
 * The same for CBOR, where one bit in the length of a name takes what follows into the name, and makes names of what
 * were values. Names are shown, so they must look like names, and those of a Secret itself be its own.
 */
export function isTrustworthyCbor({ bytes, encoding, fields }: Decoded, isSecret: boolean): boolean {
  if (encoding.outcome !== "ok") return false;
  const [first] = objectsIn(fields).flatMap(({ children }) => children ?? []);
  const major = majorOf(bytes, first?.start ?? 0);
  const isAlike = (node: FieldNode): boolean =>
    (node.name === null || (!invisible.test(node.name) && majorOf(bytes, node.start) === major)) &&
    (node.children ?? []).every(isAlike);
  return fields.every(isAlike) && (!isSecret || objectsIn(fields).every(isSecretMap));
}

/** CBOR's major type: Kubernetes writes all names as byte strings, others as texts, and neither puts tags before them. */
const majorOf = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) >> 5;

const invisible = /[\p{C}\ufffd]/u;

/** The Secret, or those of a list. */
function objectsIn(fields: readonly FieldNode[]): FieldNode[] {
  const all = fields.flatMap(mapsIn);
  const lists = all.flatMap(({ children }) => (children ?? []).filter(({ name }) => name === "items"));
  return lists.length === 0 ? all : lists.flatMap(({ children }) => (children ?? []).flatMap(mapsIn));
}

/** A map, or that behind a tag. */
function mapsIn(node: FieldNode): FieldNode[] {
  return node.type === "map" ? [node] : (node.children ?? []).flatMap(mapsIn);
}

const ownNames = new Set(["apiVersion", "kind", "metadata", "data", "stringData", "type", "immutable"]);
const dataName = /^[\w.-]{1,253}$/;

const isEntry = ({ name, type }: FieldNode): boolean =>
  dataName.test(name ?? "") && (type === "nil" || type.endsWith("string"));

function isSecretMap({ children }: FieldNode): boolean {
  return (children ?? []).every(({ name, children: inner, type }) => {
    if (name === null) return true;
    if (!ownNames.has(name)) return false;
    if (name !== "data" && name !== "stringData") return true;
    return type === "nil" || (inner ?? []).every(isEntry);
  });
}

/**
 * What is left of a damaged Secret: the envelope's type and the object's metadata, each where it comes first, is the
 * only one and is sound in itself; `hidden` gets every other node.
 */
export function splitDamaged({ bytes, encoding, fields }: Decoded): {
  readonly kept: readonly FieldNode[];
  readonly hidden: readonly FieldNode[];
} {
  const envelope = fields.find(({ name }) => name === "envelope")?.children ?? [];
  const raw = envelope.filter(({ number }) => number === rawNumber);
  const opened = encoding.schema === undefined ? [] : raw.filter(({ children }) => children !== null);
  const levels = [envelope, ...opened.map(({ children }) => children ?? [])];
  const kept = levels.flatMap((level) => soundHead(bytes, level));
  const hidden = levels.flat().filter((node) => !opened.includes(node) && !kept.includes(node));
  return { kept, hidden };
}

function soundHead(bytes: Uint8Array, nodes: readonly FieldNode[]): FieldNode[] {
  const [head, ...others] = nodes;
  if (head?.number !== headNumber || others.some(({ number }) => number === headNumber)) return [];
  return isSound(head) && isCredible(bytes, head) ? [head] : [];
}

/** No damage and nothing unknown in a node or below it. */
function isSound(node: FieldNode): boolean {
  return node.problem === null && node.name !== null && (node.children ?? []).every(isSound);
}

function isCredible(bytes: Uint8Array, node: FieldNode): boolean {
  if (node.place === "entry" && node.children?.length !== 2) return false;
  if (node.children !== null)
    return isInOrder(node.children) && node.children.every((child) => isCredible(bytes, child));
  return node.type !== "string" || isPlainText(bytes, node.valueStart, node.valueEnd);
}

/** Kubernetes writes fields by ascending number, and only a repeated one more than once. */
function isInOrder(nodes: readonly FieldNode[]): boolean {
  return nodes.every(({ number, index, place }, at) => {
    const before = nodes[at - 1]?.number ?? 0;
    return number > before || (number === before && (index > 0 || place === "entry" || number === 0));
  });
}
