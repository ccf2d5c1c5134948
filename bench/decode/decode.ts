/**
 * Stored values to Kubernetes' JSON text: ours without spans, with them, and with all of them walked, against protobufjs and against JSON.parse of
 * the result. All of it in one process, in turns, so that only ratios are told. Run: see README.md.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FieldNode } from "@etcdscope/codec";
import {
  createDecoder,
  createSchemaLookup,
  descriptorOf,
  type KubernetesSchema,
  printJson,
} from "@etcdscope/kubernetes";
import protobuf from "protobufjs";
import { openSnapshot } from "../../apps/server/src/snapshot-source/open-snapshot.ts";

const rounds = 5;
/** Each measurement repeats its set until so many bytes have gone through. */
const bytesPerRound = 24_000_000;

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const schema: KubernetesSchema = JSON.parse(
  readFileSync(pathOf("../../packages/kubernetes/schema/kubernetes.json"), "utf8"),
);
const lookup = createSchemaLookup(schema);
const decoder = createDecoder(schema);

interface Stored {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly apiVersion: string;
  readonly kind: string;
}

async function storedObjects(): Promise<Stored[]> {
  const source = await openSnapshot(pathOf("../../fixtures/sample-cluster.db.gz"));
  const found: Stored[] = [];
  for await (const { keys } of source.listKeys())
    for (const { key } of keys) {
      const value = (await source.read(key))?.value ?? new Uint8Array();
      const { id, apiVersion = "", kind = "" } = decoder.decode(key, value).encoding;
      if (id === "kubernetes-protobuf") found.push({ key, value, apiVersion, kind });
    }
  await source.close();
  return found;
}

/** protobufjs over the same bytes: envelope first, then the kind's own message, both through its reflection-built code. */
function protobufjsReader(objects: readonly Stored[]): (object: Stored) => string {
  const envelope = new protobuf.Type("Unknown")
    .add(new protobuf.Field("raw", 2, "bytes"))
    .add(new protobuf.Field("contentType", 4, "string"));
  const names = new Map(
    objects.map(({ apiVersion, kind }) => [
      `${apiVersion} ${kind}`,
      lookup.kind(apiVersion, kind)?.message ?? "",
    ]),
  );
  const root = protobuf.Root.fromJSON(descriptorOf(lookup, names.values()) as protobuf.INamespace);
  const types = new Map([...names].map(([gvk, name]) => [gvk, root.lookupType(name)]));
  const options = { longs: String, bytes: String, defaults: false };
  return ({ value, apiVersion, kind }) => {
    const { raw } = envelope.decode(value.subarray(4)) as unknown as { raw: Uint8Array };
    const type = types.get(`${apiVersion} ${kind}`);
    if (type === undefined) throw new Error(`no type of ${apiVersion} ${kind}`);
    return JSON.stringify(type.toObject(type.decode(raw), options));
  };
}

const textWithoutSpans = ({ key, value }: Stored): string =>
  printJson(decoder.decode(key, value), { ranges: false, indent: 0 })?.text ?? "";

/** The text with a range for every value, and the tree over the bytes; paths and inner nodes wait to be asked for. */
function textWithSpans({ key, value }: Stored): number {
  const decoded = decoder.decode(key, value);
  const printed = printJson(decoded, { indent: 0 });
  return decoded.fields.length + (printed?.text.length ?? 0);
}

/** The same with the path of every range made, and every node down to the embedded documents' looked at. */
function textWithSpansWalked({ key, value }: Stored): number {
  const decoded = decoder.decode(key, value);
  const printed = printJson(decoded, { indent: 0 });
  return countNodes(decoded.fields) + (printed?.text.length ?? 0) + (printed?.ranges.length ?? 0);
}

function countNodes(nodes: readonly FieldNode[]): number {
  let count = nodes.length;
  for (const { children } of nodes) if (children !== null) count += countNodes(children);
  return count;
}

/** Megabytes of stored bytes a second. */
function throughput(objects: readonly Stored[], work: (object: Stored, at: number) => unknown): number {
  const size = objects.reduce((sum, { value }) => sum + value.length, 0);
  const repeats = Math.max(1, Math.round(bytesPerRound / size));
  const started = process.cpuUsage();
  for (let round = 0; round < repeats; round++) objects.forEach(work);
  const { user, system } = process.cpuUsage(started);
  return (size * repeats) / (user + system);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

function compare(name: string, objects: readonly Stored[]): Record<string, string | number> {
  const viaProtobufjs = protobufjsReader(objects);
  const texts = objects.map(textWithoutSpans);
  const contestants = {
    "without spans": textWithoutSpans,
    "with spans": textWithSpans,
    "all spans walked": textWithSpansWalked,
    protobufjs: viaProtobufjs,
    "JSON.parse": (_: Stored, at: number): unknown => JSON.parse(texts[at] ?? ""),
  };
  const figures = Object.fromEntries(Object.keys(contestants).map((key): [string, number[]] => [key, []]));
  for (const [, work] of Object.entries(contestants)) throughput(objects, work);
  for (let round = 0; round < rounds; round++)
    for (const [key, work] of Object.entries(contestants)) figures[key]?.push(throughput(objects, work));
  const speed = (key: string): number => median(figures[key] ?? []);
  return {
    set: name,
    values: objects.length,
    kB: Math.round(objects.reduce((sum, { value }) => sum + value.length, 0) / 1000),
    ...Object.fromEntries(Object.keys(contestants).map((key) => [`${key} MB/s`, speed(key).toFixed(1)])),
    "without spans ÷ protobufjs": (speed("without spans") / speed("protobufjs")).toFixed(2),
    "with spans ÷ protobufjs": (speed("with spans") / speed("protobufjs")).toFixed(2),
    "all spans walked ÷ protobufjs": (speed("all spans walked") / speed("protobufjs")).toFixed(2),
    "without spans ÷ JSON.parse": (speed("without spans") / speed("JSON.parse")).toFixed(2),
  };
}

const objects = await storedObjects();
const pods = objects.filter(({ kind }) => kind === "Pod");
for (const row of [compare("the sample's Pods", pods), compare("all its protobuf values", objects)]) {
  for (const [name, figure] of Object.entries(row)) console.log(`${name.padEnd(30)} ${figure}`);
  console.log();
}
