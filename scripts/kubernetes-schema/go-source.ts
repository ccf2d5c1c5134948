/** What the generator needs from Go source: structs with tags, named types, JSON methods and scheme registrations. */
export interface GoField {
  readonly name: string;
  readonly type: string;
  readonly embedded: boolean;
  /** The `json` tag's text; undefined where the field has none. */
  readonly json: string | undefined;
  /** The `protobuf` tag's text. */
  readonly protobuf: string | undefined;
}

interface GoRegistration {
  readonly apiVersion: string;
  /** `Pod`, or `metav1.Status` for a type of another package. */
  readonly type: string;
}

export interface GoPackage {
  readonly structs: ReadonlyMap<string, readonly GoField[]>;
  /** Named types that are no structs, with the Go text of what they stand for. */
  readonly named: ReadonlyMap<string, string>;
  /** Types with a MarshalJSON of their own. */
  readonly marshalers: ReadonlySet<string>;
  readonly registrations: readonly GoRegistration[];
  /** Import paths by the name they are used under. */
  readonly imports: ReadonlyMap<string, string>;
}

const LITERALS_AND_COMMENTS = /`[^`]*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Drops comments, keeps every literal as it is. */
function withoutComments(source: string): string {
  return source.replace(LITERALS_AND_COMMENTS, (found) => {
    if (found.startsWith("//")) return "";
    return found.startsWith("/*") ? " " : found;
  });
}

/** Whether a default build compiles the file: a constraint that only excludes (`!x`) does not matter. */
function isBuilt(source: string): boolean {
  const constraint = /^\/\/go:build (.*)$/m.exec(source)?.[1];
  return constraint === undefined || constraint.startsWith("!");
}

/** Reads the files of one Go package (tests left out by the caller). */
export function readGoPackage(files: readonly string[]): GoPackage {
  const sources = files.filter(isBuilt).map(withoutComments);
  const groupVersions = readGroupVersions(sources);
  return {
    structs: new Map(sources.flatMap(readStructs)),
    named: new Map(sources.flatMap(readNamedTypes)),
    marshalers: new Set(sources.flatMap(readMarshalers)),
    registrations: sources.flatMap((source) => readRegistrations(source, groupVersions)),
    imports: new Map(sources.flatMap(readImports)),
  };
}

function readStructs(source: string): [string, GoField[]][] {
  return [...source.matchAll(/^(?:type )?\s*(\w+) struct ?\{(?:\}|\n([\s\S]*?)\n\s*\})$/gm)].map((found) => [
    found[1]!,
    (found[2] ?? "").split("\n").flatMap(readField),
  ]);
}

function readField(line: string): GoField[] {
  const [, declaration = "", , tag = ""] = /^\s*([^`]*?)\s*(`([^`]*)`)?\s*$/.exec(line) ?? [];
  if (declaration === "") return [];
  const [names = "", type] = declaration.split(/\s+(.*)/s);
  const tags = { json: tagOf(tag, "json"), protobuf: tagOf(tag, "protobuf") };
  if (type !== undefined) return [{ name: names, type, embedded: false, ...tags }];
  return [{ name: names.replace(/^\*/, "").replace(/^.*\./, ""), type: names, embedded: true, ...tags }];
}

function tagOf(tag: string, key: string): string | undefined {
  return new RegExp(`(?:^|\\s)${key}:"([^"]*)"`).exec(tag)?.[1];
}

function readNamedTypes(source: string): [string, string][] {
  return [...source.matchAll(/^type (\w+) (?!struct\b|interface\b|func\b)=?\s*(\S.*)$/gm)].map((found) => [
    found[1]!,
    found[2]!,
  ]);
}

function readMarshalers(source: string): string[] {
  return [...source.matchAll(/^func \((?:\w+ )?\*?(\w+)\) MarshalJSON\(\)/gm)].map((found) => found[1]!);
}

function readImports(source: string): [string, string][] {
  const block = /^import \(\n([\s\S]*?)\n\)/m.exec(source)?.[1] ?? "";
  return [...block.matchAll(/^\s*(\w+)?\s*"([^"]+)"/gm)].map((found) => [
    found[1] ?? found[2]!.replace(/^.*\//, ""),
    found[2]!,
  ]);
}

/** Constants of packages that have no `generated.proto`, and so are not read. */
const ELSEWHERE = new Map([["rbac.GroupName", "rbac.authorization.k8s.io"]]);

const STRING_CONSTANT = /^(?:const |var )?\s*(\w+)\s*(?:string )?= "([^"]*)"$/gm;
const GROUP_VERSION =
  /^(?:var )?\s*(\w+)\s*= \w+\.GroupVersion\{Group: ([\w.]+|"[^"]*"), Version: (\w+|"[^"]*")\}/gm;

function readGroupVersions(sources: readonly string[]): ReadonlyMap<string, string> {
  const text = new Map(
    sources.flatMap((source) => [...source.matchAll(STRING_CONSTANT)].map((found) => [found[1]!, found[2]!])),
  );
  const value = (expression: string) =>
    expression.startsWith('"')
      ? expression.slice(1, -1)
      : (text.get(expression) ?? ELSEWHERE.get(expression));
  const groupVersions = new Map<string, string>();
  for (const [, name, group, version] of sources.flatMap((source) => [...source.matchAll(GROUP_VERSION)])) {
    const apiVersion = [value(group!), value(version!)];
    if (!apiVersion.includes(undefined))
      groupVersions.set(name!, apiVersion.filter((part) => part).join("/"));
  }
  return groupVersions;
}

const REGISTRATION = /\.Add(?:KnownTypes|UnversionedTypes)\(\s*([\w.]+),([\s\S]*?)\)\n/g;

/** `AddToGroupVersion` registers the request options in any group version: they are read as those of `v1`. */
const ANY_GROUP_VERSION = new Map([["groupVersion", "v1"]]);

function readRegistrations(source: string, groupVersions: ReadonlyMap<string, string>): GoRegistration[] {
  return [...source.matchAll(REGISTRATION)].flatMap(([, groupVersion, list]) => {
    const apiVersion = groupVersions.get(groupVersion!) ?? ANY_GROUP_VERSION.get(groupVersion!);
    if (apiVersion === undefined) return [];
    return typesOf(list! + spreadList(source, list!)).map((type) => ({ apiVersion, type }));
  });
}

const typesOf = (list: string) => [...list.matchAll(/&([\w.]+)\{\}/g)].map((found) => found[1]!);

/** `types...` in a registration stands for the slice of that name. */
function spreadList(source: string, list: string): string {
  const name = /(\w+)\.\.\./.exec(list)?.[1];
  if (name === undefined) return "";
  return new RegExp(`\\b${name} :?= \\[\\]runtime\\.Object\\{([\\s\\S]*?)\\n\\s*\\}`).exec(source)?.[1] ?? "";
}
