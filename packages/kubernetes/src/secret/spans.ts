import { childPath, decodeUtf8, type FieldNode } from "@etcdscope/codec";
import type { Decoded } from "../decode/decoded.ts";
import { isTrustworthy, splitDamaged } from "./damaged.ts";
import { isSecretKey } from "./key.ts";
import { payloadOf, type SecretSpan, unknownSpans } from "./secret-span.ts";

/** The annotation in which `kubectl apply` keeps the whole object, a Secret's values included. */
const lastApplied = 'metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]';

/**
 * The bytes of a stored value that are secret in Kubernetes' own terms: the values of a Secret's `data` and
 * `stringData`, JSON in its metadata (the last applied configuration, whatever tool wrote it), and what cannot be
 * explained in it. Everything, where a value under a key of Secrets is not understood as one. In JSON the spans are
 * inside the quotes of strings, so that the text stays JSON when they are overwritten. A value encrypted at rest keeps its secrets by itself, unless it was opened:
 * then all that the secrets were made from is covered, and the bytes do not open any more.
 */
export function secretSpans(key: Uint8Array, decoded: Decoded): SecretSpan[] {
  const { bytes, encoding } = decoded;
  if (encoding.id === "empty") return [];
  if (encoding.id === "encrypted") return openedSecretSpans(key, decoded);
  const isSecret = encoding.kind === "Secret";
  if (isSecretKey(key) && !isSecret) return [{ span: { start: 0, end: bytes.length }, path: null }];
  if (!isSecret || encoding.id !== "kubernetes-protobuf") return jsonSecretSpans(decoded);
  return isTrustworthy(decoded)
    ? new SecretCollector(bytes).collect(decoded.fields, "")
    : damagedSecretSpans(decoded);
}

function openedSecretSpans(key: Uint8Array, { layers }: Decoded): SecretSpan[] {
  return layers
    .filter((layer) => secretSpans(key, layer.decoded).length > 0)
    .map(({ parent }) => ({ span: parent, path: null }));
}

/** All but what is sound in itself, and in that the same as in a whole Secret. */
function damagedSecretSpans(decoded: Decoded): SecretSpan[] {
  const { kept, hidden } = splitDamaged(decoded);
  const whole = hidden.map(({ start, end }) => ({ span: { start, end }, path: null }));
  return [...whole, ...new SecretCollector(decoded.bytes).collect(kept, "")];
}

/** Secrets in JSON or CBOR form: the whole value, or objects inside another one. */
function jsonSecretSpans(decoded: Decoded): SecretSpan[] {
  const { bytes } = decoded;
  // Most values hold none, and finding that out needs neither nodes nor paths.
  if (!mentionsSecret(bytes) || !holdsSecret(bytes, decoded.fields)) return [];
  return new SecretCollector(bytes).collect(decoded.fields, null);
}

const word = [0x53, 0x65, 0x63, 0x72, 0x65, 0x74];

function mentionsSecret(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x53); at >= 0; at = bytes.indexOf(0x53, at + 1)) {
    if (word.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

function holdsSecret(bytes: Uint8Array, nodes: readonly FieldNode[]): boolean {
  return nodes.some(
    (node) => node.children !== null && (isSecretObject(bytes, node) || holdsSecret(bytes, node.children)),
  );
}

function isSecretObject(bytes: Uint8Array, { type, children }: FieldNode): boolean {
  if ((type !== "object" && type !== "map") || children === null) return false;
  return children.some(({ name, type: kindType, valueStart, valueEnd }) => {
    return (
      name === "kind" && kindType.endsWith("string") && decodeUtf8(bytes, valueStart, valueEnd) === "Secret"
    );
  });
}

class SecretCollector {
  private readonly bytes: Uint8Array;
  private readonly spans: SecretSpan[] = [];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** `root` is the path of the Secret that the nodes belong to, null while they belong to none. */
  collect(nodes: readonly FieldNode[], root: string | null): SecretSpan[] {
    this.visitAll(nodes, "", root);
    return this.spans.filter(({ span }) => span.end > span.start);
  }

  private visitAll(nodes: readonly FieldNode[], parent: string, root: string | null): void {
    for (const node of nodes) {
      const path = childPath(this.bytes, parent, node);
      if (path !== null) this.visit(node, path, root ?? (isSecretObject(this.bytes, node) ? path : null));
      else if (root !== null) this.spans.push(...unknownSpans(node));
    }
  }

  private visit(node: FieldNode, path: string, root: string | null): void {
    if (node.children !== null) this.visitAll(node.children, path, root);
    else if (
      root !== null &&
      !isEntryKey(node) &&
      this.isSecret(node, path.slice(root.length).replace(/^\./, ""))
    ) {
      this.spans.push({ span: payloadOf(node), path });
    }
  }

  /** `path` is the leaf's place in the Secret. */
  private isSecret({ valueStart }: FieldNode, path: string): boolean {
    if (path === lastApplied || /^(?:data|stringData)(?:$|[.[])/.test(path)) return true;
    const first = this.bytes[valueStart];
    return path.startsWith("metadata.") && (first === 0x7b || first === 0x5b);
  }
}

function isEntryKey({ wireType, number, name }: FieldNode): boolean {
  return wireType === 2 && number === 1 && name === "key";
}
