import { decodeUtf8 } from "../text/utf8.ts";
import type { FieldNode } from "./node.ts";
import { scalarText } from "./scalar.ts";

/** A step of a path: a member's name or an element's index. */
export type PathStep = string | number;

/** The step to a member of an object that is not the root: `.name`, or `["odd name"]`. */
export function memberStep(name: string): string {
  return isPlainName(name) ? `.${name}` : quotedStep(name);
}

function quotedStep(name: string): string {
  return needsEscape(name) ? `[${JSON.stringify(name)}]` : `["${name}"]`;
}

/** Letters, digits, `_`, `$` and `-`, the first no digit and no `-`; what {@link parsePath} reads without quotes. */
function isPlainName(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (!isLetter(code) && (i === 0 || !isDigitOrDash(code))) return false;
  }
  return name !== "";
}

function isLetter(code: number): boolean {
  return ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) || code === 0x5f || code === 0x24;
}

function isDigitOrDash(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d;
}

/** Whether JSON writes a text otherwise than between two quotes; of surrogates only the single ones, but any will do. */
function needsEscape(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x22 || code === 0x5c || (code >= 0xd800 && code <= 0xdfff)) return true;
  }
  return false;
}

/** Adds a member: `spec` + `containers` = `spec.containers`; names with other characters are quoted: `data["a.b"]`. */
export function memberPath(parent: string, name: string): string {
  if (!isPlainName(name)) return parent + quotedStep(name);
  return parent === "" ? name : `${parent}.${name}`;
}

/** Adds an element: `spec.containers` + 0 = `spec.containers[0]`. */
export function itemPath(parent: string, index: number): string {
  return `${parent}[${index}]`;
}

/** Writes a path; the document itself is the empty path. */
export function formatPath(steps: readonly PathStep[]): string {
  let path = "";
  for (const step of steps) path = typeof step === "number" ? itemPath(path, step) : memberPath(path, step);
  return path;
}

/** A regular expression keeps a place for each character of a quoted name: those of longer paths fill its memory. */
const longestPath = 1024 * 1024;

/** Reads a path; null when the text is none, or longer than a MiB. */
export function parsePath(text: string): PathStep[] | null {
  if (text.length > longestPath) return null;
  const steps: PathStep[] = [];
  const step = /(?:^|(?!^)\.)([A-Za-z_$][\w$-]*)|\[(\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\]/gsy;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    const read = found === null ? null : readStep(found);
    if (read === null) return null;
    steps.push(read);
  }
  return steps;
}

function readStep([, name, index, quoted]: RegExpExecArray): PathStep | null {
  if (name !== undefined) return name;
  if (index !== undefined) return Number(index);
  return quoted === undefined ? null : readQuoted(quoted);
}

function readQuoted(quoted: string): string | null {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}

/** The path of a node under its parent's, or null when it has no place in the document. */
export function childPath(bytes: Uint8Array, parent: string | null, node: FieldNode): string | null {
  if (parent === null) return null;
  switch (node.place) {
    case "same":
      return parent;
    case "item":
      return itemPath(parent, node.index);
    case "none":
      return null;
    case "key":
      return memberPath(parent, entryKey(bytes, node));
    case "entry":
      return memberPath(memberPath(parent, node.name ?? ""), entryKey(bytes, node));
    default:
      return namedPath(parent, node);
  }
}

function namedPath(parent: string, { name, index }: FieldNode): string | null {
  if (name === null) return null;
  const path = memberPath(parent, name);
  return index < 0 ? path : itemPath(path, index);
}

/** The key of a map entry as text; a text key that is not on the wire is empty. */
export function entryKey(bytes: Uint8Array, entry: FieldNode): string {
  const key = entry.children?.findLast((child) => child.number === 1);
  if (key === undefined) return "";
  if (key.wireType !== 2) return scalarText(bytes, key) ?? "";
  return decodeUtf8(bytes, key.valueStart, key.valueEnd);
}
