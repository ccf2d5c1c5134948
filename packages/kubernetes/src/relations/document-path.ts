import { itemPath, memberPath } from "@etcdscope/codec";

/** A place in a document and what stands there. */
export interface Found {
  readonly path: string;
  readonly value: unknown;
  /** The object that the value is a member of. */
  readonly holder: unknown;
}

/** The own member of an object; `undefined` where there is none. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** A member further down: `metadata.name`. */
export function memberAt(value: unknown, path: string): unknown {
  return path.split(".").reduce(member, value);
}

/** The text at a place; `undefined` where there is none, or an empty one. */
export function textAt(value: unknown, path: string): string | undefined {
  const found = memberAt(value, path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** A map of texts, such as labels; members that are no text are left out. */
export function textsAt(value: unknown, path: string): ReadonlyMap<string, string> {
  const found = memberAt(value, path);
  if (typeof found !== "object" || found === null) return new Map();
  return new Map(
    Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = memberAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** Every place that a pattern names: `spec.volumes[].configMap.name`, where `[]` stands for each element. */
export function* placesOf(document: unknown, pattern: string): Generator<Found> {
  yield* descend({ path: "", value: document, holder: undefined }, pattern.split("."));
}

function* descend(from: Found, steps: readonly string[]): Generator<Found> {
  const [step, ...others] = steps;
  if (step === undefined) {
    yield from;
    return;
  }
  const isList = step.endsWith("[]");
  const name = isList ? step.slice(0, -2) : step;
  const value = member(from.value, name);
  if (value === undefined || value === null) return;
  const path = memberPath(from.path, name);
  if (!isList) yield* descend({ path, value, holder: from.value }, others);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      yield* descend({ path: itemPath(path, index), value: item, holder: value }, others);
  }
}
