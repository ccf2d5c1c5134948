import type { FieldAnswer } from "@etcdscope/contract";
import { quotedText, shownMessage } from "./shown-text.ts";

/** Characters of a value that are shown; more says so. */
const longest = 200;

/** A tree of fields as text: offset, size, name, type and value, one field a line. */
export function fieldText(fields: readonly FieldAnswer[], depth = 0): string {
  return fields.map((field) => lineOf(field, depth) + fieldText(field.children ?? [], depth + 1)).join("");
}

function lineOf(field: FieldAnswer, depth: number): string {
  const [start, end] = field.span;
  const place = `${String(start).padStart(8)} ${String(end - start).padStart(7)}`;
  const parts = [
    labelOf(field),
    field.type ?? field.wireType,
    shownText(field),
    field.label,
    problemOf(field),
  ];
  const line = parts.filter((part) => part !== undefined).join("  ");
  return `${place}  ${"  ".repeat(depth)}${shownMessage(line)}\n`;
}

/** The name, which element or entry of it, and the field number. */
function labelOf({ name, number, path = "" }: FieldAnswer): string {
  const numbered = number === undefined ? "" : `#${number}`;
  if (name === null) return numbered || "-";
  const at = path.lastIndexOf(name);
  const place = at === -1 ? name : path.slice(at);
  return numbered === "" ? place : `${place} ${numbered}`;
}

function shownText({ text, masked }: FieldAnswer): string | undefined {
  if (masked === true) return "(hidden)";
  if (text === undefined) return undefined;
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return text.length > longest ? `${quotedText(shown)} (${text.length} characters)` : quotedText(shown);
}

function problemOf({ problem }: FieldAnswer): string | undefined {
  return problem === undefined ? undefined : `! ${problem}`;
}
