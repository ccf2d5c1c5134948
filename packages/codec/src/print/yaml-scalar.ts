/** Characters that may not stand in YAML as they are, or that a reader may fold or drop. */
const unprintable = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/gu;

/** Printable text on one line that does not begin like something else and holds no `: ` or ` #`. */
const plainText = /^[^\s\-?:,[\]{}#&*!|>'"%@`=<~](?:[^\s:#]|:(?=\S)|(?<=\S)#| (?=\S))*$/;

/** Plain text that YAML 1.1 or 1.2 would take for a null, a bool, a number, a time or the end of a document. */
const resolved = [
  /^(?:null|true|false|yes|no|on|off|y|n)$/i,
  /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-f_]+|\d[\d_]*)$/i,
  /^[-+]?(?:\.[\d_]+|\d[\d_]*(?:\.[\d_]*)?)(?:e[-+]?\d+)?$/i,
  /^[-+]?\.(?:inf|nan)$/i,
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
  /^\d{4}-\d\d?-\d\d?(?:$|[Tt\s])/,
  /^\.{3}(?:\s|$)/,
];

/** A text as a plain scalar where no reader could take it for anything else, otherwise in double quotes. */
export function plainOrQuoted(text: string): string {
  return isPlain(text) ? text : quote(text);
}

/** Longer texts are quoted: a regular expression keeps a place for each character, and these fill its memory. */
const longestPlain = 64 * 1024;

function isPlain(text: string): boolean {
  if (
    text.length > longestPlain ||
    !plainText.test(text) ||
    text.search(unprintable) >= 0 ||
    !text.isWellFormed()
  )
    return false;
  return !resolved.some((pattern) => pattern.test(text));
}

/** JSON's escapes are YAML's; the characters that JSON lets through and YAML does not are added. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    unprintable,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * A text of several lines as a literal block with its lines at `column`; null where a block could not carry it: its
 * first line decides the indentation, and every character must be printable.
 */
export function blockText(text: string, column: number): string | null {
  if (!/\n/.test(text) || !/^\n*[^\s]/.test(text) || !isBlockSafe(text)) return null;
  const body = text.slice(0, lastLineEnd(text));
  const ends = text.length - body.length;
  const indent = " ".repeat(column);
  const lines = body.split("\n").map((line) => (line === "" ? "" : indent + line));
  const head = ends === 0 ? "|-" : ends === 1 ? "|" : "|+";
  return [head, ...lines, ...Array.from({ length: Math.max(0, ends - 1) }, () => "")].join("\n");
}

/** Where the line feeds at the end of a text begin. A regular expression would try those in its midst one by one. */
function lastLineEnd(text: string): number {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x0a) end--;
  return end;
}

function isBlockSafe(text: string): boolean {
  return text.isWellFormed() && text.replace(/[\n\t]/g, "").search(unprintable) < 0;
}
