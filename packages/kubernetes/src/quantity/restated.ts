import { decodeUtf8, type FieldNode } from "@etcdscope/codec";
import { canonicalQuantity, isPlainQuantity } from "./quantity.ts";

const quantityType = "k8s.io.apimachinery.pkg.api.resource.Quantity";

/** The canonical form of a quantity that is stored in another: `= 512` for `0.5Ki`. Null for other nodes. */
export function quantityLabel(bytes: Uint8Array): (node: FieldNode) => string | null {
  return (node) => {
    if (node.type !== quantityType || node.problem !== null) return null;
    const text = node.children?.findLast(({ number }) => number === 1);
    if (text === undefined || isPlainQuantity(bytes, text.valueStart, text.valueEnd)) return null;
    const canonical = canonicalQuantity(bytes, text.valueStart, text.valueEnd);
    const isStoredSo = canonical === decodeUtf8(bytes, text.valueStart, text.valueEnd);
    return canonical === null || isStoredSo ? null : `= ${canonical}`;
  };
}

/** Nodes of a value that are looked at for quantities. */
const mostLookedAt = 40_000;

/** How many quantities are stored in another form than the canonical one; of very many nodes, the first. */
export function countRestated(bytes: Uint8Array, nodes: readonly FieldNode[]): number {
  const label = quantityLabel(bytes);
  let left = mostLookedAt;
  const count = (level: readonly FieldNode[]): number => {
    let found = 0;
    for (const node of level) {
      if (left-- <= 0) return found;
      if (label(node) !== null) found++;
      else if (node.children !== null) found += count(node.children);
    }
    return found;
  };
  return count(nodes);
}
