import { decodeJsonString, decodeUtf8, type FieldNode, type PathStep } from "@etcdscope/codec";
import { harmlessForm, hasForm, shownForm, takesNumbers } from "./harmless.ts";
import { matchesPath, type PathPattern, parsePathPattern } from "./path-pattern.ts";
import { type SecretKind, secretKinds, secretShapes } from "./table.ts";

/** A field of an object: its path in it, its text, and whether the encoding says that it is text. */
interface ObjectField {
  readonly path: readonly PathStep[];
  readonly text: string;
  readonly isText: boolean;
}

/** What is secret in one object. */
export interface ObjectRule {
  isSecret(field: ObjectField): boolean;
}

interface KindRule extends Pick<SecretKind, "kind" | "group"> {
  readonly rule: ObjectRule;
}

/** Hides all of a Secret but what is known to be harmless. */
class EverythingBut implements ObjectRule {
  private readonly isInside: boolean;

  constructor(isInside: boolean) {
    this.isInside = isInside;
  }

  isSecret({ path, text, isText }: ObjectField): boolean {
    const form = shownForm(path, this.isInside);
    if (form === undefined) return true;
    return isText ? !hasForm(form, text) : !takesNumbers(form);
  }
}

class SomeFields implements ObjectRule {
  private readonly patterns: readonly PathPattern[];
  private readonly annotations: boolean;
  private readonly except: RegExp | undefined;
  private readonly members: ReadonlySet<string> | null;

  constructor(fields: readonly string[], { annotations, except, members }: Partial<SecretKind> = {}) {
    this.patterns = fields.map((path) => parsePathPattern(path)).filter((path) => path !== null);
    this.annotations = annotations === true;
    this.except = except;
    this.members = members === undefined ? null : lowerCase([...members, ...typeMembers]);
  }

  isSecret({ path, text }: ObjectField): boolean {
    if (this.patterns.some((pattern) => matchesPath(pattern, path))) return this.except?.test(text) !== true;
    return (this.annotations && isSecretAnnotation(path, text)) || this.isUnknown(path);
  }

  /** A member that the kind, or every object's metadata, does not have. */
  private isUnknown([first, second]: readonly PathStep[]): boolean {
    if (this.members === null) return false;
    const member = String(first).toLowerCase();
    return member === "metadata"
      ? !metadataMembers.has(String(second).toLowerCase())
      : !this.members.has(member);
  }
}

const lowerCase = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.map((name) => name.toLowerCase()));

const typeMembers = ["apiVersion", "kind"];
const metadataMembers = lowerCase(
  (
    "name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp " +
    "deletionGracePeriodSeconds labels annotations ownerReferences finalizers clusterName managedFields continue"
  ).split(" "),
);

function isSecretAnnotation([first, second, third]: readonly PathStep[], text: string): boolean {
  if (first !== "metadata" || second !== "annotations") return false;
  const form = typeof third === "string" ? harmlessForm(third) : undefined;
  return form === undefined || !hasForm(form, text);
}

const wholeSecret = new EverythingBut(false);
const secretInside = new EverythingBut(true);

const kindRules: readonly KindRule[] = secretKinds.map((one) => ({
  ...one,
  rule: one.fields === "everything" ? wholeSecret : new SomeFields(one.fields, one),
}));
const shapeRules = secretShapes.map(({ members, fields }) => ({ members, rule: new SomeFields(fields) }));
const listSuffix = "List";

/** The rule of a kind, or for what is in a list of it; `null` where the kind has no secret fields. */
export function kindRule(kind: string, apiVersion: string | undefined): KindRule | null {
  return kindRules.find((one) => one.kind === kind && isOfGroup(one, apiVersion)) ?? null;
}

function isOfGroup({ group }: KindRule, apiVersion: string | undefined): boolean {
  return group === undefined || (apiVersion ?? group).startsWith(group);
}

/** Of a list of such objects, the rule of what is in it. */
export function listRule(kind: string, apiVersion: string | undefined): KindRule | null {
  return kind.endsWith(listSuffix) ? kindRule(kind.slice(0, -listSuffix.length), apiVersion) : null;
}

/** What is secret in the object that a node is, or in those that its items are; null where it is no such object. */
export interface FoundRule {
  readonly own: ObjectRule | null;
  readonly items: ObjectRule | null;
}

const nothing: FoundRule = { own: null, items: null };

/** The rule for a JSON or CBOR object, by its members; of members that are there twice each one counts. */
export function ruleOfNode(bytes: Uint8Array, { type, children }: FieldNode, isInside: boolean): FoundRule {
  if ((type !== "object" && type !== "map") || children === null || children.length === 0) return nothing;
  const [apiVersion] = textsOf(bytes, children, "apiversion");
  for (const kind of textsOf(bytes, children, "kind")) {
    const own = kindRule(kind, apiVersion);
    if (own !== null) return { own: inPlace(own.rule, children, isInside), items: null };
    const list = listRule(kind, apiVersion);
    if (list !== null) return { own: list.rule, items: list.rule };
  }
  const shape = shapeRules.find(({ members }) => members.every((name) => has(children, name)));
  return shape === undefined ? nothing : { own: shape.rule, items: null };
}

/** A mention of a Secret (`{kind, name}`) holds nothing of it. */
function inPlace(rule: ObjectRule, children: readonly FieldNode[], isInside: boolean): ObjectRule | null {
  if (rule !== wholeSecret || !isInside) return rule;
  const isMention = !["data", "stringdata", "metadata"].some((name) => has(children, name));
  return isMention ? null : secretInside;
}

const has = (children: readonly FieldNode[], name: string): boolean =>
  children.some((child) => child.name?.toLowerCase() === name);

function textsOf(bytes: Uint8Array, children: readonly FieldNode[], name: string): string[] {
  return children
    .filter((child) => child.name?.toLowerCase() === name)
    .map(untagged)
    .filter(({ type }) => type.endsWith("string"))
    .map((child) => nodeText(bytes, child));
}

/** What CBOR's tags are put before. */
function untagged(node: FieldNode): FieldNode {
  const [content] = node.type.startsWith("tag ") ? (node.children ?? []) : [];
  return content === undefined ? node : untagged(content);
}

/** The text of a JSON string, or of another text's payload, that of its pieces put together. */
export function nodeText(bytes: Uint8Array, node: FieldNode): string {
  const { type, wireType, valueStart, valueEnd, children } = node;
  if (children !== null) return children.map((child) => nodeText(bytes, child)).join("");
  return wireType === null && type === "string"
    ? decodeJsonString(bytes, valueStart, valueEnd)
    : decodeUtf8(bytes, valueStart, valueEnd);
}

/** Names that text must hold for a rule to matter in it: the kind, the group, and one of the fields. */
export interface TextRule {
  readonly kind: string;
  readonly group: string | undefined;
  readonly fields: readonly string[];
}

export const textRules: readonly TextRule[] = secretKinds.map(({ kind, group, fields }) => ({
  kind,
  group,
  fields: fields === "everything" ? ["data", "stringdata"] : fields.map(lastName),
}));

/** The same for shapes: all of the members, and one of the fields. */
export const shapeTextRules = secretShapes.map(({ members, fields }) => ({
  members,
  fields: fields.map(lastName),
}));

/** The last name of a path; of a pattern that ends with none, the one before. */
function lastName(path: string): string {
  const names = path.split(/[.[\]]+/).filter((name) => name !== "" && !name.includes("*"));
  return (names.at(-1) ?? "").toLowerCase();
}
