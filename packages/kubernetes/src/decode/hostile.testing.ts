import { readFileSync } from "node:fs";
import { encodeUtf8, type FieldNode } from "@etcdscope/codec";
import type { Ciphers, EncryptionKey } from "../encryption/decrypt.ts";
import { readRandomObjects, readSampleValues } from "../fixtures.testing.ts";

/** A stored value to be damaged, and the key it is stored under. */
export interface HostileFixture {
  readonly name: string;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * Stored values in every encoding: what the sample cluster and Kubernetes' own fuzzer stored (protobuf, JSON, numbers,
 * range allocations), and from these: custom resources in CBOR, protobuf without its envelope or of a kind that no
 * schema knows, values encrypted at rest with a key and without.
 */
export async function hostileFixtures(): Promise<HostileFixture[]> {
  const sample = (await readSampleValues()).map(({ key, keyBytes, value }) => ({
    name: key,
    key: keyBytes,
    value,
  }));
  const random = readRandomObjects().map(({ gvk, value }) => ({ name: gvk, key: sampleKey, value }));
  const stored = [...firstOfEach(sample), ...random];
  const made = stored.flatMap(otherForms);
  return [...stored, ...made, ...encryptedFixtures()];
}

const sampleKey = encodeUtf8("/registry/secrets/default/any");

/** Of a key's revisions the first: they differ in little. */
function firstOfEach(fixtures: readonly HostileFixture[]): HostileFixture[] {
  return [...new Map(fixtures.toReversed().map((fixture) => [fixture.name, fixture])).values()];
}

function otherForms(fixture: HostileFixture, at: number): HostileFixture[] {
  const { name, key, value } = fixture;
  if (value[0] === 0x7b) {
    const parsed: unknown = JSON.parse(Buffer.from(value).toString());
    return [{ name: `${name} in CBOR`, key, value: Uint8Array.from([0xd9, 0xd9, 0xf7, ...cborOf(parsed)]) }];
  }
  if (value[0] !== 0x6b || at % 8 !== 0) return [];
  return [
    { name: `${name} without its envelope`, key, value: value.slice(4) },
    { name: `${name} of an unknown kind`, key, value: value.map((byte, i) => (i === 8 ? byte ^ 1 : byte)) },
    { name: `${name} encrypted`, key, value: sealed(value) },
  ];
}

/** As Kubernetes stores it: text in byte strings. */
function cborOf(value: unknown): number[] {
  if (typeof value === "string") {
    const bytes = encodeUtf8(value);
    return [...head(2, bytes.length), ...bytes];
  }
  if (typeof value === "number" && Number.isInteger(value))
    return value < 0 ? head(1, -1 - value) : head(0, value);
  if (Array.isArray(value)) return [...head(4, value.length), ...value.flatMap(cborOf)];
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value);
    return [...head(5, members.length), ...members.flat().flatMap(cborOf)];
  }
  if (typeof value === "boolean") return [value ? 0xf5 : 0xf4];
  return [0xf6];
}

function head(major: number, argument: number): number[] {
  if (argument < 24) return [(major << 5) | argument];
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(argument);
  return [(major << 5) | 26, ...bytes];
}

const secret = 0x55;

/** The key that opens the values encrypted here. */
export const hostileKey: EncryptionKey = {
  provider: "secretbox",
  name: "box1",
  secret: Uint8Array.of(secret),
  resources: [],
};

/** Whatever is done to the ciphertext is done to the plaintext: no cipher lets damage through, but a wrong writer may. */
const open = (key: Uint8Array, payload: Uint8Array): Uint8Array =>
  payload.subarray(40).map((byte) => byte ^ (key[0] ?? 0));
export const openCiphers: Ciphers = { aescbc: open, aesgcm: open, secretbox: open };

function sealed(plaintext: Uint8Array): Uint8Array {
  const prefix = encodeUtf8("k8s:enc:secretbox:v1:box1:");
  return Uint8Array.from([...prefix, ...new Uint8Array(40), ...plaintext.map((byte) => byte ^ secret)]);
}

/** As a real API server stored them; nothing here has the keys. */
function encryptedFixtures(): HostileFixture[] {
  const file = new URL("../../../../fixtures/conformance/encrypted-at-rest.jsonl", import.meta.url);
  return readFileSync(file, "utf8").trimEnd().split("\n").map(encryptedFixture);
}

function encryptedFixture(line: string): HostileFixture {
  const { key, valueB64 } = JSON.parse(line);
  return { name: key, key: encodeUtf8(key), value: new Uint8Array(Buffer.from(valueB64, "base64")) };
}

/** What a tree amounts to, and the first place where it does not tile its bytes. */
export interface TreeMeasure {
  readonly nodes: number;
  readonly depth: number;
  readonly fault: string | null;
}

/** Walks a whole tree: each node's bounds ascend, siblings follow each other, children fill their parent's payload. */
export function measureTree(nodes: readonly FieldNode[], start: number, end: number): TreeMeasure {
  let count = nodes.length;
  let depth = 0;
  let fault: string | null = null;
  let at = start;
  for (const node of nodes) {
    const { children, valueStart, valueEnd } = node;
    if (!ascends(at, node)) fault ??= `${node.type} at ${at} stands at ${node.start}…${node.end}`;
    at = node.end;
    if (children === null) continue;
    const inside = measureTree(children, valueStart, valueEnd);
    count += inside.nodes;
    depth = Math.max(depth, inside.depth);
    fault ??= inside.fault;
  }
  if (at !== end) fault ??= `nodes end at ${at}, not at ${end}`;
  return { nodes: count, depth: nodes.length === 0 ? 0 : depth + 1, fault };
}

function ascends(at: number, { start, tagEnd, valueStart, valueEnd, end }: FieldNode): boolean {
  return start === at && start <= tagEnd && tagEnd <= valueStart && valueStart <= valueEnd && valueEnd <= end;
}
