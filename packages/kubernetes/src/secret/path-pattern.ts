import type { PathStep } from "@etcdscope/codec";

/** A step of a pattern: a member by its name, any member or element, or any number of steps. */
type PatternStep =
  | { readonly name: string }
  | { readonly prefix: string; readonly suffix: string }
  | "element"
  | "any";

/** A pattern of paths, read. */
export type PathPattern = readonly PatternStep[];

/** A name that has other signs is put in quotes: paths of other languages (`$.a`, `/a/b`) are none. */
const step = /(?:^|(?!^)\.)(\*\*|[^.[\]"'\s/\\,;:$@?!|(){}]+)|\[(\*|\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\]/gsy;

/**
 * Reads a pattern of paths: `spec.users[*].token`, `metadata.annotations["a.b/c"]`; `*` is any member (also in a part
 * of a name, once: `*Command`), `[*]` or an index any element, `**` any number of steps. Null when the text is none.
 */
export function parsePathPattern(text: string): PathPattern | null {
  const steps: PatternStep[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    const read = found === null ? null : patternStep(found);
    if (read === null) return null;
    steps.push(read);
  }
  return steps.length === 0 ? null : steps;
}

function patternStep([, name, index, quoted]: RegExpExecArray): PatternStep | null {
  if (name === "**") return "any";
  if (name !== undefined) return namedStep(name);
  if (index !== undefined) return "element";
  return quoted === undefined ? null : quotedStep(quoted);
}

function namedStep(name: string): PatternStep | null {
  const [prefix = "", suffix, ...more] = name.split("*");
  if (suffix === undefined) return { name: name.toLowerCase() };
  return more.length > 0 ? null : { prefix: prefix.toLowerCase(), suffix: suffix.toLowerCase() };
}

function quotedStep(quoted: string): PatternStep | null {
  try {
    return { name: String(JSON.parse(quoted)).toLowerCase() };
  } catch {
    return null;
  }
}

/** Whether a path fits a pattern to its end. */
export function fitsPath(pattern: PathPattern, path: readonly PathStep[]): boolean {
  let places = withSkipped(pattern, new Set([0]));
  for (const one of path) places = withSkipped(pattern, placesBehind(pattern, places, one));
  return places.has(pattern.length);
}

/**
 * Whether a path, or one that it stands under, fits a pattern. Letters of both cases are the same: programs differ in
 * whether they read `Secret` for `secret`. So are one object and a list of such, which programs change into each other.
 * All ways to match are followed at once: `pattern × path` steps at most.
 */
export function matchesPath(pattern: PathPattern, path: readonly PathStep[]): boolean {
  const named = pattern.filter((part) => part !== "element");
  let places = withSkipped(named, new Set([0]));
  for (const one of path) {
    if (places.has(named.length)) return true;
    if (typeof one === "string") places = withSkipped(named, placesBehind(named, places, one));
  }
  return places.has(named.length);
}

/**
 * Whether a pattern goes on behind a path at which there is a text: what the text holds in another form, as JSON in JSON,
 * may be what is meant. Behind `*` and `**`, which take every text, it has to mention the pattern's end.
 */
export function goesOnBehind(pattern: PathPattern, path: readonly PathStep[], text: string): boolean {
  const named = pattern.filter((part) => part !== "element");
  let places = withSkipped(named, new Set([0]));
  for (const one of path)
    if (typeof one === "string") places = withSkipped(named, placesBehind(named, places, one));
  const wildcard = named.findIndex((part) => typeof part !== "object" || !("name" in part));
  const isSure = [...places].some(
    (place) => wildcard < 0 || place < wildcard + (named[place] === "any" ? 0 : 1),
  );
  return isSure || (places.size > 0 && mentions(text, named.at(-1)));
}

function mentions(text: string, part: PatternStep | undefined): boolean {
  if (typeof part !== "object") return true;
  const names = "name" in part ? [part.name] : [part.prefix, part.suffix];
  return names.every((name) => text.toLowerCase().includes(name));
}

function placesBehind(pattern: PathPattern, places: ReadonlySet<number>, one: PathStep): Set<number> {
  const next = new Set<number>();
  for (const place of places) {
    const part = pattern[place];
    if (part === "any") next.add(place);
    else if (part !== undefined && takes(part, one)) next.add(place + 1);
  }
  return next;
}

/** `**` may stand for no step at all. */
function withSkipped(pattern: PathPattern, places: Set<number>): Set<number> {
  // What is added while a set is walked is walked too.
  for (const place of places) if (pattern[place] === "any") places.add(place + 1);
  return places;
}

function takes(part: Exclude<PatternStep, "any">, one: PathStep): boolean {
  if (part === "element") return typeof one === "number";
  if (typeof one === "number") return false;
  const name = one.toLowerCase();
  if ("name" in part) return part.name === name;
  return (
    name.length >= part.prefix.length + part.suffix.length &&
    name.startsWith(part.prefix) &&
    name.endsWith(part.suffix)
  );
}
