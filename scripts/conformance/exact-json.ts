/**
 * JSON without loss, for comparing: numbers keep their text, objects keep any key. Written apart from the product's
 * own JSON reader, so that one mistake cannot hide in both.
 */
export type ExactJson = null | boolean | string | ExactNumber | ExactJson[] | Map<string, ExactJson>;

class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const TOKEN = /[{}[\],:]|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

/** Throws on text that is not one JSON value, and on a key that an object has twice. */
export function parseExact(text: string): ExactJson {
  const tokens = tokenize(text);
  const value = readValue(tokens);
  if (tokens.next().done !== true) throw new Error("more text after the JSON value");
  return value;
}

function* tokenize(text: string): Generator<string, undefined> {
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  for (take(SPACE); at < text.length; take(SPACE)) {
    const token = take(TOKEN);
    if (token === "") throw new Error(`no JSON at character ${at}: ${text.slice(at, at + 20)}`);
    yield token;
  }
}

type Tokens = Iterator<string, undefined>;

const CONSTANTS: ReadonlyMap<string, ExactJson> = new Map([
  ["null", null],
  ["true", true],
  ["false", false],
]);

function readValue(tokens: Tokens, token = take(tokens)): ExactJson {
  const constant = CONSTANTS.get(token);
  if (constant !== undefined) return constant;
  if (token === "{") return readObject(tokens);
  if (token === "[") return readArray(tokens);
  if (token.startsWith('"')) return readString(token);
  if (/^[-\d]/.test(token)) return new ExactNumber(token);
  throw new Error(`unexpected ${token}`);
}

function take(tokens: Tokens): string {
  const { value } = tokens.next();
  if (value === undefined) throw new Error("the JSON ends early");
  return value;
}

function readString(token: string): string {
  const value: unknown = JSON.parse(token);
  if (typeof value !== "string") throw new Error(`no string: ${token}`);
  return value;
}

function readArray(tokens: Tokens): ExactJson[] {
  const items: ExactJson[] = [];
  readSequence(tokens, "]", (token) => items.push(readValue(tokens, token)));
  return items;
}

function readObject(tokens: Tokens): Map<string, ExactJson> {
  const members = new Map<string, ExactJson>();
  readSequence(tokens, "}", (token) => {
    const key = readString(token);
    if (take(tokens) !== ":") throw new Error(`no colon after ${token}`);
    if (members.has(key)) throw new Error(`${token} twice in one object`);
    members.set(key, readValue(tokens));
  });
  return members;
}

function readSequence(tokens: Tokens, end: string, readOne: (token: string) => void): void {
  let token = take(tokens);
  while (token !== end) {
    readOne(token);
    token = take(tokens);
    if (token === end) return;
    if (token !== ",") throw new Error(`${token} instead of a comma`);
    token = take(tokens);
    if (token === end) throw new Error(`a comma before ${end}`);
  }
}

/** The first place where two values differ, `null` and absent members counting as equal; undefined if none does. */
export function firstDifference(expected: ExactJson, actual: ExactJson, path = ""): string | undefined {
  if (expected instanceof Map && actual instanceof Map) return memberDifference(expected, actual, path);
  if (Array.isArray(expected) && Array.isArray(actual)) return itemDifference(expected, actual, path);
  return sameLeaf(expected, actual)
    ? undefined
    : `${path || "."}: expected ${brief(expected)}, got ${brief(actual)}`;
}

function memberDifference(expected: Map<string, ExactJson>, actual: Map<string, ExactJson>, path: string) {
  for (const key of new Set([...expected.keys(), ...actual.keys()])) {
    const found = firstDifference(expected.get(key) ?? null, actual.get(key) ?? null, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function itemDifference(expected: readonly ExactJson[], actual: readonly ExactJson[], path: string) {
  if (expected.length !== actual.length)
    return `${path}: expected ${expected.length} items, got ${actual.length}`;
  for (const [index, item] of expected.entries()) {
    const found = firstDifference(item, actual[index] ?? null, `${path}[${index}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sameLeaf(expected: ExactJson, actual: ExactJson): boolean {
  if (expected instanceof ExactNumber && actual instanceof ExactNumber)
    return sameNumber(expected.text, actual.text);
  return expected === actual;
}

const INTEGER = /^-?\d+$/;

/** Integers digit for digit; anything with a fraction or exponent as the double it denotes. */
function sameNumber(a: string, b: string): boolean {
  if (INTEGER.test(a) && INTEGER.test(b)) return BigInt(a) === BigInt(b);
  return Object.is(Number(a), Number(b));
}

function brief(value: ExactJson): string {
  if (value instanceof ExactNumber) return value.text;
  if (value instanceof Map) return `an object of ${value.size}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
