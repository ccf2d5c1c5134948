import {
  decodeJsonString,
  decodeUtf8,
  type Field,
  type FieldNode,
  isPlainText,
  isSelfDescribedCbor,
  looksLikeProtobuf,
  parseCbor,
  parseJson,
  plainField,
  wireFields,
  writeNode,
} from "@etcdscope/codec";
import type { WriteDocument } from "../document/output.ts";
import type { Decoded, Encoding, Layer } from "./decoded.ts";

/** A reading of the whole value; what it leaves open is worked out from its nodes. */
export interface Reading {
  readonly encoding: Omit<Encoding, "outcome" | "explained">;
  readonly fields: readonly FieldNode[];
  readonly write: WriteDocument | null;
  /** Bytes that the value holds in another form. */
  readonly opened?: Opened;
  readonly label?: Decoded["label"];
  /** What a node says, where its bytes alone do not tell. */
  readonly text?: Decoded["text"];
}

/** A reading of a value of which every byte belongs to a named, well-formed field: its nodes need not be asked. */
export interface SoundReading {
  readonly encoding: Encoding;
  readonly nodes: () => readonly FieldNode[];
  readonly write: WriteDocument;
  readonly label: Decoded["label"];
}

/** What a layer is made of, before it is decoded itself. */
type Opened = Pick<Layer, "name" | "bytes" | "parent" | "provenance">;

const longestNumber = 40;

export function readEmpty(bytes: Uint8Array): Reading | null {
  if (bytes.length > 0) return null;
  return { encoding: { id: "empty" }, fields: [], write: null };
}

/** A decimal integer alone, such as `compact_rev_key` holds. */
export function readNumber(bytes: Uint8Array): Reading | null {
  if (bytes.length > longestNumber) return null;
  const text = decodeUtf8(bytes);
  if (!/^-?(0|[1-9]\d*)$/.test(text)) return null;
  return {
    encoding: { id: "number" },
    fields: [whole(bytes, "number")],
    write: (writer) => writer.literal(text),
  };
}

/** JSON objects, lists and quoted strings; a text that merely begins like JSON is not taken for it. */
export function readJson(bytes: Uint8Array, start = 0): Reading | null {
  if (!startsLikeJson(bytes.subarray(start))) return null;
  const { nodes, problem } = parseJson(bytes, start);
  const root = nodes[0];
  if (root === undefined || (problem !== null && !isMostlyJson(root))) return null;
  const at = problem === null ? {} : { reason: problem.message, offset: problem.offset };
  return {
    encoding: { id: "json", ...typeOf(bytes, root), ...at },
    fields: nodes,
    write: (writer, redact) => writeNode(bytes, root, writer, redact),
  };
}

/** CBOR that says so by its first tag, as custom resources may be stored from Kubernetes 1.32 on. */
export function readCbor(bytes: Uint8Array): Reading | null {
  if (!isSelfDescribedCbor(bytes)) return null;
  const fields = parseCbor(bytes);
  const root = fields[0];
  const content = root?.children?.[0];
  return {
    encoding: { id: "cbor", ...(content === undefined ? {} : typeOf(bytes, content)) },
    fields,
    write: root === undefined ? null : (writer, redact) => writeNode(bytes, root, writer, redact),
  };
}

function startsLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === 0x7b || first === 0x5b || first === 0x22;
}

/** Damaged JSON still counts when at least one member or element of it was read. */
function isMostlyJson(root: FieldNode): boolean {
  return (root.children?.[0] ?? root).type !== "damage" && root.children !== null && root.children.length > 0;
}

function typeOf(bytes: Uint8Array, root: FieldNode): { apiVersion?: string; kind?: string } {
  if (root.type !== "object" && root.type !== "map") return {};
  const apiVersion = textMember(bytes, root, "apiVersion");
  const kind = textMember(bytes, root, "kind");
  return { ...(apiVersion === null ? {} : { apiVersion }), ...(kind === null ? {} : { kind }) };
}

function textMember(bytes: Uint8Array, root: FieldNode, name: string): string | null {
  const member = root.children?.findLast((child) => child.name === name && child.type.endsWith("string"));
  return member === undefined ? null : decodeText(bytes, member);
}

/** The text of a JSON string or of one of CBOR's kinds of strings. */
function decodeText(bytes: Uint8Array, { type, valueStart, valueEnd }: FieldNode): string {
  return type === "string"
    ? decodeJsonString(bytes, valueStart, valueEnd)
    : decodeUtf8(bytes, valueStart, valueEnd);
}

export function readText(bytes: Uint8Array): Reading | null {
  if (!isPlainText(bytes, 0, bytes.length)) return null;
  return { encoding: { id: "text" }, fields: [whole(bytes, "text")], write: null };
}

/** Bytes that are protobuf by the look of them; nothing tells what they mean. */
export function readProtobuf(bytes: Uint8Array): Reading | null {
  if (!looksLikeProtobuf(bytes).likely) return null;
  const reason = "it looks like protobuf, and no schema is known for it";
  return { encoding: { id: "protobuf", reason }, fields: wireFields(bytes), write: null };
}

export function readBinary(bytes: Uint8Array): Reading {
  const field = plainField(0, bytes.length, "bytes");
  return {
    encoding: { id: "binary", reason: "the bytes are in no known encoding" },
    fields: [field],
    write: null,
  };
}

function whole(bytes: Uint8Array, type: string): Field {
  const field = plainField(0, bytes.length, type);
  field.place = "same";
  return field;
}
