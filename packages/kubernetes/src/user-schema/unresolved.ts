import type { Field, Root } from "protobufjs";
import { lineOf, placeOf, UserSchemaFault } from "./fault.ts";
import { nearMisses } from "./near.ts";
import type { ParsedFile } from "./parse.ts";
import { fullName, isMessage, typesIn } from "./reflection.ts";

/** Says which type could not be found, where it is asked for, and what it may have meant. */
export function unresolvedFault(root: Root, files: readonly ParsedFile[], error: unknown): UserSchemaFault {
  const message = error instanceof Error ? error.message : String(error);
  const wanted = unresolvedField(root) ?? namedIn(message);
  const asking = files.find(({ file, names }) => asksFor(file.text, names, wanted));
  if (wanted === undefined || asking === undefined)
    return new UserSchemaFault(`The .proto files: ${message}.`);
  const { file, imports } = asking;
  const line = lineOf(file.text, patternOf(wanted));
  const missing = imports.filter((path) => !path.startsWith("google/protobuf/") && !isGiven(path, files));
  return new UserSchemaFault(
    `${placeOf(file.name, line)}: there is no type ${wanted.type}${hint(wanted.type, missing, files)}`,
  );
}

/** A type that something refers to; the message and the field where it is one. */
interface Wanted {
  readonly type: string;
  readonly message?: string;
  readonly field?: string;
}

function unresolvedField(root: Root): Wanted | undefined {
  for (const type of typesIn(root).filter(isMessage)) {
    const field = type.fieldsArray.find((one) => !isResolvable(one));
    if (field !== undefined) return { type: field.type, message: fullName(type), field: field.name };
  }
  return undefined;
}

function isResolvable(field: Field): boolean {
  try {
    field.resolve();
    return true;
  } catch {
    return false;
  }
}

/** Of services and extensions, which have no field to ask: the parser's message names the type. */
function namedIn(message: string): Wanted | undefined {
  const type = /'(?:extend )?([\w.]+)'/.exec(message)?.[1] ?? /no such type: ([\w.]+)/.exec(message)?.[1];
  return type === undefined ? undefined : { type };
}

function asksFor(text: string, names: readonly string[], wanted: Wanted | undefined): boolean {
  if (wanted === undefined) return false;
  return wanted.message === undefined ? patternOf(wanted).test(text) : names.includes(wanted.message);
}

function patternOf({ type, field }: Wanted): RegExp {
  const name = type.replaceAll(".", "\\.");
  return field === undefined
    ? new RegExp(`\\b${name}\\b`)
    : new RegExp(`\\b${name}\\s{0,100}>?\\s{1,100}${field}\\s{0,100}=`);
}

function isGiven(path: string, files: readonly ParsedFile[]): boolean {
  return files.some(({ file }) => file.name === path);
}

function hint(type: string, missing: readonly string[], files: readonly ParsedFile[]): string {
  const [first] = missing;
  if (first !== undefined) return `; its import "${first}" is in none of the folders.`;
  const near = nearMisses(
    type,
    files.flatMap(({ names }) => names),
  );
  return near.length === 0 ? "." : `; did you mean ${near.join(" or ")}?`;
}
