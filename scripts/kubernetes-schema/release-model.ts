import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FieldSchema, JsonForm, MessageSchema } from "@etcdscope/kubernetes";
import { type GoField, type GoPackage, readGoPackage } from "./go-source.ts";
import { presentName } from "./present-name.ts";
import { type ProtoField, readProtoFile } from "./proto-source.ts";

/** What one release says: its messages with the facts of their Go structs, and the kinds its schemes register. */
export interface ReleaseModel {
  readonly release: string;
  readonly messages: ReadonlyMap<string, MessageSchema>;
  /** `apiVersion kind` to message. */
  readonly kinds: ReadonlyMap<string, string>;
}

const META = "k8s.io.apimachinery.pkg.apis.meta.v1";
const EXTENSIONS = "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions";

/** No stored kind has one, but other people's .proto files do. */
export const UNREFERENCED = [`${META}.Duration`];

/** Messages with a MarshalJSON of their own; a release that has one more stops the generator. */
const FORMS: ReadonlyMap<string, JsonForm> = new Map([
  [`${META}.Time`, "time"],
  [`${META}.MicroTime`, "microTime"],
  [`${META}.Duration`, "duration"],
  [`${META}.Fields`, "mapOrNull"],
  [`${META}.FieldsV1`, "rawJson"],
  ["k8s.io.apimachinery.pkg.api.resource.Quantity", "quantity"],
  ["k8s.io.apimachinery.pkg.runtime.RawExtension", "rawJson"],
  ["k8s.io.apimachinery.pkg.util.intstr.IntOrString", "intOrString"],
  ...["v1", "v1beta1"].flatMap((version): [string, JsonForm][] => [
    [`${EXTENSIONS}.${version}.JSON`, "rawJson"],
    [`${EXTENSIONS}.${version}.JSONSchemaPropsOrBool`, "schemaOrBool"],
    [`${EXTENSIONS}.${version}.JSONSchemaPropsOrArray`, "schemaOrArray"],
    [`${EXTENSIONS}.${version}.JSONSchemaPropsOrStringArray`, "schemaOrStringArray"],
  ]),
]);

interface Package {
  readonly proto: string;
  readonly go: GoPackage;
  readonly messages: ReadonlyMap<string, readonly ProtoField[]>;
}

/** Reads every package below the roots that has a `generated.proto`. */
export function readRelease(release: string, goRoots: readonly string[]): ReleaseModel {
  const packages = new Map(goRoots.flatMap(readPackages));
  const kinds = new Map([...packages.values()].flatMap((from) => kindsOf(from, packages)));
  const messages = reachableMessages(packages, [...kinds.values(), ...unreferencedIn(packages)]);
  return withPresentNames({ release, messages, kinds });
}

function unreferencedIn(packages: ReadonlyMap<string, Package>): string[] {
  return [...packages.values()]
    .flatMap(({ proto, messages }) => [...messages.keys()].map((name) => `${proto}.${name}`))
    .filter((name) => UNREFERENCED.includes(presentName(name)));
}

function withPresentNames({ release, messages, kinds }: ReleaseModel): ReleaseModel {
  const renamed = ({ fields, ...facts }: MessageSchema): MessageSchema => ({
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, { ...field, type: presentName(field.type) }]),
    ),
    ...facts,
  });
  return {
    release,
    messages: new Map([...messages].map(([name, message]) => [presentName(name), renamed(message)])),
    kinds: new Map([...kinds].map(([kind, message]) => [kind, presentName(message)])),
  };
}

function reachableMessages(packages: ReadonlyMap<string, Package>, roots: Iterable<string>) {
  const byProto = new Map([...packages.values()].map((from) => [from.proto, from]));
  const messages = new Map<string, MessageSchema>();
  const wanted = [...roots];
  for (let fullName = wanted.pop(); fullName !== undefined; fullName = wanted.pop()) {
    if (messages.has(fullName)) continue;
    const [, proto = "", name = ""] = /^(.*)\.(\w+)$/.exec(fullName) ?? [];
    const from = byProto.get(proto);
    const fields = from?.messages.get(name);
    if (from === undefined || fields === undefined)
      throw new Error(`${fullName} is referred to but not defined`);
    messages.set(fullName, messageSchema({ from, name, packages }, fields));
    wanted.push(...fields.filter(({ type }) => type.startsWith(".")).map(({ type }) => type.slice(1)));
  }
  return messages;
}

/** Packages by their Go import path. `testapigroup` is registered nowhere but in tests. */
function readPackages(root: string): [string, Package][] {
  return readdirSync(root, { encoding: "utf8", recursive: true })
    .filter((file) => file.endsWith("/generated.proto") && !/vendor|testapigroup/.test(file))
    .sort()
    .map((file) => [dirname(file), readPackage(join(root, dirname(file)))]);
}

function readPackage(folder: string): Package {
  const proto = readProtoFile(readFileSync(join(folder, "generated.proto"), "utf8"));
  const files = readdirSync(folder).filter((file) => /\.go$/.test(file) && !/_test|generated/.test(file));
  const go = readGoPackage(files.sort().map((file) => readFileSync(join(folder, file), "utf8")));
  return { proto: proto.package, go, messages: proto.messages };
}

/** A Go type by name, seen from the package that names it. */
interface GoName {
  readonly from: Package;
  readonly name: string;
  readonly packages: ReadonlyMap<string, Package>;
}

function messageSchema(type: GoName, fields: readonly ProtoField[]): MessageSchema {
  const fullName = `${type.from.proto}.${type.name}`;
  const form = formOf(type.from, type.name, fullName);
  if (form !== undefined) return { fields: plainFields(fields), form };
  const struct = structOf(type);
  if (struct === undefined) throw new Error(`${fullName}: no Go struct of that name`);
  const typed = struct.some((field) => field.name === "TypeMeta" && field.protobuf === undefined);
  return { fields: taggedFields(fullName, fields, struct), ...(typed ? { typed } : {}) };
}

/** The struct behind a type, through `type X v1.X`. */
function structOf({ from, name, packages }: GoName): readonly GoField[] | undefined {
  const struct = from.go.structs.get(name);
  const other = from.go.named.get(name);
  return struct ?? (other === undefined ? undefined : structOf(lookup({ from, name: other, packages })));
}

/** Follows `alias.Type` to the package it is imported from. */
function lookup({ from, name, packages }: GoName): GoName {
  const [alias, type] = name.split(".");
  const imported = packages.get(from.go.imports.get(alias ?? "") ?? "");
  return type === undefined || imported === undefined
    ? { from, name, packages }
    : { from: imported, name: type, packages };
}

function formOf(from: Package, name: string, fullName: string): JsonForm | undefined {
  const form = FORMS.get(presentName(fullName));
  if (from.go.marshalers.has(name) !== (form !== undefined))
    throw new Error(`${fullName}: MarshalJSON and the generator's list of forms do not agree`);
  return form ?? (/^(\[\]|map\[)/.test(from.go.named.get(name) ?? "") ? "items" : undefined);
}

const plainFields = (fields: readonly ProtoField[]) =>
  Object.fromEntries(fields.map(({ name, ...field }): [string, FieldSchema] => [name, field]));

function taggedFields(message: string, fields: readonly ProtoField[], struct: readonly GoField[]) {
  const byId = new Map(fields.map((field) => [field.id, field]));
  const tagged: [string, FieldSchema][] = [];
  for (const go of struct) {
    const id = Number(/^\w+,(\d+)/.exec(go.protobuf ?? "")?.[1]);
    const field = byId.get(id);
    if (field === undefined) continue;
    byId.delete(id);
    const { name, ...facts } = field;
    tagged.push([name, { ...facts, ...goFacts(name, go) }]);
  }
  const untagged = [...byId.values()].map((field) => field.name);
  if (untagged.length > 0) throw new Error(`${message}: no Go struct tag for ${untagged.join(", ")}`);
  return Object.fromEntries(tagged);
}

function goFacts(protoName: string, go: GoField): Partial<FieldSchema> {
  const [name = "", ...options] = (go.json ?? "").split(",");
  const inline = go.embedded && name === "";
  const json = name === "" ? go.name : name;
  if (json === "-" || options.includes("string"))
    throw new Error(`${go.name}: json:"${go.json}" has no rule yet`);
  return {
    ...(json !== protoName && !inline ? { json } : {}),
    ...(inline ? { inline } : {}),
    ...(go.type.startsWith("*") ? { pointer: true } : {}),
    ...(options.includes("omitempty") ? { omitempty: true } : {}),
    ...(options.includes("omitzero") ? { omitzero: true } : {}),
  };
}

function kindsOf(from: Package, packages: ReadonlyMap<string, Package>): [string, string][] {
  return from.go.registrations.flatMap(({ apiVersion, type }): [string, string][] => {
    const found = lookup({ from, name: type, packages });
    const message = `${found.from.proto}.${found.name}`;
    if (!found.from.messages.has(found.name) || isRequestOptions(apiVersion, message)) return [];
    return [[`${apiVersion} ${found.name}`, message]];
  });
}

/** Releases before 1.6 register the request options in every group; they are read as those of `v1`. */
function isRequestOptions(apiVersion: string, message: string): boolean {
  return (
    apiVersion !== "v1" && presentName(message) !== message && /\.(Delete|Export|List)Options$/.test(message)
  );
}
