/** Levels of messages, lists and objects that are followed in one encoding; what is deeper is left as it is. */
export const maxDepth = 400;

/** Levels of guessed messages inside messages: each level reads all of its bytes to guess. */
export const maxWireDepth = 100;

/** The deepest node: a document embedded in the deepest message, in an envelope; beneath, the damage of either. */
export const deepestNode = 2 * maxDepth + 4;

/**
 * How many nodes the tree of `size` bytes has at most, well-formed or not. A node has a byte of its own (a tag, a head,
 * a bracket, a digit) but two: the envelope, and the mark of what is missing at the end of an unfinished document.
 * An embedded document has such a mark too, and leaves its field's length to pay for it.
 */
export function mostNodes(size: number): number {
  return size + 2;
}
