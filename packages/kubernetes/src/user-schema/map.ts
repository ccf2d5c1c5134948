import { type FieldNode, readScalar, type ScalarType } from "@etcdscope/codec";
import { lastField } from "../document/output.ts";
import { type UserOutput, writeMerged } from "./document.ts";
import type { UserValue } from "./plan.ts";

interface Entry {
  readonly key: string;
  readonly values: readonly FieldNode[];
}

/** Writes a map in the order of its keys, numbers by size; of two entries with one key the later counts. */
export function writeMap(
  out: UserOutput,
  nodes: readonly FieldNode[],
  keyType: ScalarType,
  value: UserValue,
): void {
  const entries = new Map<string, Entry>();
  for (const node of nodes.filter(isWhole)) {
    const entry = entryOf(out.bytes, node, keyType);
    entries.set(entry.key, entry);
  }
  out.writer.beginObject();
  for (const entry of [...entries.values()].sort(orderOf(keyType))) {
    out.writer.memberText(entry.key);
    writeMerged(out, entry.values, value);
  }
  out.writer.endObject();
}

/** An entry that is cut off or whose key or value is damaged says nothing. */
function isWhole({ problem, children }: FieldNode): boolean {
  if (problem !== null || children === null) return false;
  return children.every(({ number, place }) => place !== "none" || number > 2);
}

function entryOf(bytes: Uint8Array, node: FieldNode, keyType: ScalarType): Entry {
  const key = lastField(node.children ?? [], 1);
  const scalar = key === undefined ? null : readScalar(bytes, key);
  return {
    key: scalar === null ? zeroKey(keyType) : String(scalar),
    values: (node.children ?? []).filter(({ number, place }) => number === 2 && place !== "none"),
  };
}

function zeroKey(keyType: ScalarType): string {
  if (keyType === "string") return "";
  return keyType === "bool" ? "false" : "0";
}

/** Text by code points, which is the order of its bytes. */
function orderOf(keyType: ScalarType): (one: Entry, other: Entry) => number {
  if (keyType === "string" || keyType === "bool") return (one, other) => compareText(one.key, other.key);
  return (one, other) => {
    const difference = BigInt(one.key) - BigInt(other.key);
    return difference < 0n ? -1 : Number(difference > 0n);
  };
}

/** UTF-16 sorts characters beyond U+FFFF before those from U+E000 on; bytes and code points do not. */
function compareText(one: string, other: string): number {
  const others = other[Symbol.iterator]();
  for (const character of one) {
    const next = others.next();
    if (next.done === true) return 1;
    const difference = (character.codePointAt(0) ?? 0) - (next.value.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return others.next().done === true ? 0 : -1;
}
