import { parsePath } from "@etcdscope/codec";
import type { Decoded } from "../decode/decoded.ts";
import { decodeBase64 } from "./base64.ts";
import { type Leaf, leavesOf } from "./content.ts";
import { type Found, Recogniser } from "./recognise.ts";
import type { Openers, ValueWithin, What } from "./what.ts";

/** Values in other forms that are told of one value. */
const mostValues = 500;

/** A field, and what was recognised in it. */
export interface LeafFound {
  readonly leaf: Leaf;
  readonly found: Found;
}

/** What the fields of a value hold in other forms, in stored order; of very many, the first. */
export function valuesWithin(decoded: Decoded, openers: Openers): ValueWithin[] {
  const values: ValueWithin[] = [];
  for (const { leaf, found } of foundIn(decoded, openers)) {
    values.push(valueWithin(leaf, found));
    if (values.length === mostValues) break;
  }
  return values;
}

export function* foundIn(decoded: Decoded, openers: Openers): Generator<LeafFound> {
  const recogniser = new Recogniser(openers, decoded.bytes.length);
  for (const leaf of leavesOf(decoded))
    for (const found of foundInLeaf(decoded, leaf, recogniser)) yield { leaf, found };
}

/** What a field holds, called what its place says where that says more. */
function foundInLeaf(decoded: Decoded, leaf: Leaf, recogniser: Recogniser): readonly Found[] {
  if (isCredentials(decoded, leaf))
    return [{ what: "credentials", steps: ["base64"], start: 0, end: leaf.content.length }];
  return recogniser
    .recognise(leaf.content)
    .map((found) => ({ ...found, what: byPlace(decoded, leaf, found) }));
}

function valueWithin(
  { path, span, isDirect }: Leaf,
  { what, steps, start, end, detail }: Found,
): ValueWithin {
  const exact = isDirect ? { start: span.start + start, end: span.start + end } : span;
  const name = steps.length === 0 ? null : layerName(path, steps);
  return { what, path, span: exact, name, ...(detail === undefined ? {} : { detail }) };
}

/** Layers are named by where they stand and what was done: `data.release:base64/gzip`. */
function layerName(path: string | null, [first = "", ...steps]: readonly string[]): string {
  return [stepName(path, first), ...steps].join("/");
}

/** The name of the first layer of a field. A slash in a path would end the name. */
export function stepName(path: string | null, step: string): string {
  return path === null || path === "" ? step : `${path.replaceAll("~", "~0").replaceAll("/", "~1")}:${step}`;
}

const lastApplied = 'metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]';

function byPlace({ encoding }: Decoded, { path }: Leaf, { what }: Found): What {
  if (path === null || (what !== "json" && what !== "gzip")) return what;
  if (path.endsWith(lastApplied)) return "last-applied-configuration";
  if (path === 'data[".dockercfg"]' || path === 'data[".dockerconfigjson"]') return "docker-config";
  const isRelease = path === "data.release" && (encoding.kind === "Secret" || encoding.kind === "ConfigMap");
  return isRelease ? "helm-release" : what;
}

/** `auth` of a registry in docker's configuration is base64 of name and password. */
function isCredentials({ encoding }: Decoded, { path, content }: Leaf): boolean {
  if (path === null || !path.endsWith(".auth") || encoding.id !== "json") return false;
  const steps = parsePath(path) ?? [];
  const decoded = decodeBase64(content);
  return steps.length <= 3 && decoded?.includes(0x3a) === true;
}
