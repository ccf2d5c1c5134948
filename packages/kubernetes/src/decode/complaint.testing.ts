import { deepestNode, mostNodes } from "@etcdscope/codec";
import { allocationsOf } from "../derived/allocations.ts";
import { readSchema } from "../fixtures.testing.ts";
import { secretRules } from "../secret/rules.ts";
import { secretSpans } from "../secret/spans.ts";
import { testOpeners } from "../within/openers.testing.ts";
import type { Decoded } from "./decoded.ts";
import { createDecoder } from "./decoder.ts";
import { hostileKey, measureTree, openCiphers } from "./hostile.testing.ts";
import { printJson } from "./print.ts";

const encryption = { keys: [hostileKey], ciphers: openCiphers };
export const decoder = createDecoder(readSchema(), { encryption });
const secrets = secretRules(testOpeners);

/** Text that one stored byte can become at most: two bytes are a field with the longest name, or six units an escape. */
const textPerByte = 64;
const textInAnyCase = 1024;

/** Reads, walks and prints a value; what is wrong with the outcome, or null. */
export function complaint(key: Uint8Array, value: Uint8Array): string | null {
  const decoded = decoder.decode(key, value);
  allocationsOf(decoded);
  secretSpans(key, decoded, secrets);
  return treeComplaint(decoded) ?? textComplaint(decoded);
}

function treeComplaint({ bytes, fields, layers }: Decoded): string | null {
  const { nodes, depth, fault } = measureTree(fields, 0, bytes.length);
  if (fault !== null) return fault;
  if (nodes > mostNodes(bytes.length)) return `${nodes} nodes of ${bytes.length} bytes`;
  if (depth > deepestNode) return `nodes at depth ${depth}`;
  for (const layer of layers) {
    if (layer.bytes.length > bytes.length) return `a layer of ${layer.bytes.length} bytes`;
    const inner = treeComplaint(layer.decoded);
    if (inner !== null) return inner;
  }
  return null;
}

function textComplaint(decoded: Decoded): string | null {
  const printed = printJson(decoded, { indent: 0 });
  if (printed === null) return null;
  const { text, ranges } = printed;
  JSON.parse(text);
  const { length } = decoded.bytes;
  if (text.length > textPerByte * length + textInAnyCase) return `${text.length} units of ${length} bytes`;
  return ranges.length > mostNodes(length) + 3 ? `${ranges.length} ranges of ${length} bytes` : null;
}
