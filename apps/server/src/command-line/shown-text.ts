/**
 * Characters that a terminal acts on or shows as nothing, so that two texts could look alike: controls (C1 and escape
 * sequences among them), format characters such as bidirectional marks, what is private or unassigned, separators and
 * blanks other than the space, fillers, variation selectors.
 */
const unseen =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** One well-formed character of UTF-8, or one byte that is none, in a text of one unit a byte. */
const character =
  /[^\x80-\xff]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

/**
 * A key, or a part of one, as the command line prints it and takes it: UTF-8 as it is, a backslash doubled, and `\xNN`
 * for each byte of what is no text, would not be seen or would look like something else: {@link unseen}, a space at
 * either end, a dash at the beginning (a command would take the key for an option), and marks that are written apart from
 * their letters. No two keys are printed alike.
 */
export function shownKey(bytes: Uint8Array): string {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const isComposed = isNfc(raw);
  const text = raw.toString("latin1").replace(character, (one) => shownCharacter(one, isComposed));
  return text.replace(/^[- ]| $/g, hexEscape);
}

function shownCharacter(one: string, isComposed: boolean): string {
  if (one === "\\") return "\\\\";
  const text = Buffer.from(one, "latin1").toString("utf8");
  const isByte = one.length === 1 && one > "\x7f";
  const isSeen = !isByte && text.search(unseen) < 0 && (isComposed || !/\p{M}/u.test(text));
  return isSeen ? text : one.replace(/./gs, hexEscape);
}

function isNfc(raw: Buffer): boolean {
  const text = raw.toString("utf8");
  return text === text.normalize("NFC");
}

const hexEscape = (unit: string): string => `\\x${unit.charCodeAt(0).toString(16).padStart(2, "0")}`;

/** The bytes of a key as {@link shownKey} prints it; a backslash that begins no such escape stands for itself. */
export function keyTyped(text: string): Uint8Array {
  const parts: Buffer[] = [];
  let from = 0;
  for (const found of text.matchAll(/\\(?:\\|x([0-9a-fA-F]{2}))/g)) {
    const [whole, hex] = found;
    parts.push(Buffer.from(text.slice(from, found.index)), Buffer.from(hex ?? "5c", "hex"));
    from = found.index + whole.length;
  }
  parts.push(Buffer.from(text.slice(from)));
  return new Uint8Array(Buffer.concat(parts));
}

/** A message in which nothing is unseen but the line ends and tabs that were meant. */
export function shownMessage(text: string): string {
  return text.replace(unseen, (char) => (char === "\n" || char === "\t" ? char : unitEscapes(char)));
}

/** A text in quotes, with escapes as in JSON, for what would not be seen too. */
export function quotedText(text: string): string {
  return JSON.stringify(text).replace(unseen, unitEscapes);
}

const unitEscapes = (char: string): string =>
  [...Array(char.length).keys()]
    .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");
