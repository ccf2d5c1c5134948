import { shapeTextRules, type TextRule, textRules } from "./object-rule.ts";
import { secretBytes, secretKinds, secretShapes } from "./table.ts";

const bytes = new RegExp(secretBytes.map(({ source }) => `(?:${source})`).join("|"));

/** Whether a text holds what is secret by the look of it: a private key, a hash of a password, a token. */
export function holdsSecretBytes(text: string): boolean {
  return bytes.test(text) || holdsToken(text);
}

const tokenHead = "eyJ";
const signature = /^[\w-]{8}/;
const wordEnd = /[\w-]/;

/** A JSON Web Token (RFC 7515) that is signed: three runs of base64url with dots between, two of them JSON objects. */
function holdsToken(text: string): boolean {
  for (let dot = text.indexOf(`.${tokenHead}`); dot >= 0; dot = text.indexOf(`.${tokenHead}`, dot + 1)) {
    const next = text.indexOf(".", dot + 1);
    if (next < 0) return false;
    if (signature.test(text.slice(next + 1, next + 9)) && runBefore(text, dot).includes(tokenHead))
      return true;
  }
  return false;
}

/** Characters of a token's first part that are looked back over; a header says its algorithm and little more. */
const longestHead = 2048;

function runBefore(text: string, end: number): string {
  let start = end;
  const least = Math.max(0, end - longestHead);
  while (start > least && wordEnd.test(text.charAt(start - 1))) start--;
  return text.slice(start, end);
}

/** Characters behind `kind:` in which its value is looked for, and words among them. */
const longestKind = 160;

/**
 * Whether a text mentions an object of a secret kind and a secret field of it, in JSON, YAML or JSON in quotes,
 * whatever is escaped in it.
 */
export function holdsSecretObject(text: string): boolean {
  const plain = unquoted(text);
  if (isShape(plain)) return true;
  const kinds = [...kindsIn(plain), ...(plain.includes("#") ? kindsIn(withoutRemarks(text)) : [])];
  return (
    kinds.length > 0 &&
    textRules.some((rule) => kinds.some((kind) => isOf(rule, kind)) && hasField(plain, rule))
  );
}

const isOf = ({ kind }: TextRule, found: string): boolean =>
  found === kind || found === `${kind}List` || found.startsWith("*");

function hasField(plain: string, { group, fields }: TextRule): boolean {
  return (
    (group === undefined || plain.includes(group)) && fields.some((field) => memberPattern(field).test(plain))
  );
}

function isShape(plain: string): boolean {
  return shapeTextRules.some(
    ({ members, fields }) =>
      members.every((name) => memberPattern(name).test(plain)) &&
      fields.some((name) => memberPattern(name).test(plain)),
  );
}

const memberPattern = (name: string): RegExp => new RegExp(`(?<![\\w-])${name} ?:`, "i");

function kindsIn(plain: string): string[] {
  const found: string[] = [];
  for (const { index, 0: head } of plain.matchAll(/(?<![\w-])kind ?:/gi)) {
    const behind = plain.slice(index + head.length, index + head.length + longestKind);
    const word = behind.split(" ").find((one) => one !== "" && !/^[!&>|]/.test(one));
    const [name] = /^\*?[A-Za-z][\w]*/.exec(word ?? "") ?? [];
    if (name !== undefined) found.push(name);
  }
  return found;
}

/** Names of kinds and shapes, without one of which no text holds a secret object. */
const names = new RegExp(
  [
    ...secretKinds.map(({ kind }) => `\\b${kind}(?:List)?\\b`),
    // In protobuf a byte of the length, which may be a letter, is before the first name of a text.
    ...secretShapes.flatMap(({ members }) => members.map((name) => `${name}\\b`)),
  ].join("|"),
);

/** Whether a text has the name of a secret kind or shape in it, also one that is escaped. */
export function namesSecretObject(text: string): boolean {
  return names.test(text) || (text.includes("\\") && names.test(unescaped(text)));
}

/** Texts in texts have escapes of escapes: they are undone a few times over, with all the backslashes before them. */
const escapesOfEscapes = 4;
const escapeSequence = /(?<!\\)\\+(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|U0000([\da-fA-F]{4}))/g;
/** In quotes YAML takes a line that ends with a backslash together with the next one; the last is how JSON has that. */
const brokenLine = /(?<!\\)\\(?:\r?\n|\\\\n)[ \t]*/g;

function unescaped(text: string): string {
  let plain = text.replace(brokenLine, "");
  for (let times = 0; times < escapesOfEscapes && plain.includes("\\"); times++) {
    const before = plain;
    plain = plain.replace(escapeSequence, (_, long, short, longest) =>
      String.fromCharCode(Number.parseInt(long ?? short ?? longest, 16)),
    );
    if (plain === before) break;
  }
  return plain;
}

/** Escapes undone, quotes and backslashes left out, and white space made one blank. */
function unquoted(text: string): string {
  return unescaped(text)
    .replace(/\\[nrt]/g, " ")
    .replace(/["'\\?]/g, "")
    .replace(/\s+/g, " ");
}

const withoutRemarks = (text: string): string =>
  unquoted(`${text}\n`.replace(escapedLineEnd, "\n").replace(/(?<=\s)#[^\n]*\n/g, "\n"));

/** A line's end in text within text. */
const escapedLineEnd = /(?<!\\)\\+n/g;
