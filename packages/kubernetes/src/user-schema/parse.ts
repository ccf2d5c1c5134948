import type { Root } from "protobufjs";
import { lineOf, placeOf, UserSchemaFault } from "./fault.ts";
import { type ProtoParser, parseProto } from "./field-tables.ts";
import { fullName, typesIn } from "./reflection.ts";
import { unresolvedFault } from "./unresolved.ts";

/** A .proto file as read: its name as others import it, and its text. */
export interface ProtoFile {
  readonly name: string;
  readonly text: string;
}

/** A file and what its text alone tells. */
export interface ParsedFile {
  readonly file: ProtoFile;
  readonly imports: readonly string[];
  /** Full names of the messages and enums that it defines. */
  readonly names: readonly string[];
}

/** Everything that .proto files define together. */
export interface ParsedFiles {
  readonly root: Root;
  readonly files: readonly ParsedFile[];
}

/** What protobufjs has of its own: the well-known types that have a JSON form. */
const bundled = ["any", "duration", "empty", "field_mask", "struct", "timestamp", "wrappers"].map(
  (name) => `google/protobuf/${name}.proto`,
);

type Library = ProtoParser & Pick<typeof import("protobufjs"), "Root" | "common">;

/**
 * Parses .proto files together; those of `library` are taken only where an import names them and no file is given.
 * Throws {@link UserSchemaFault} with file, line and reason.
 */
export async function parseProtoFiles(
  given: readonly ProtoFile[],
  library: readonly ProtoFile[] = [],
): Promise<ParsedFiles> {
  // Only who brings .proto files waits for the parser to load.
  const { default: protobuf } = await import("protobufjs");
  const files = parseEach(given, library, protobuf);
  const root = new protobuf.Root();
  for (const name of bundled) root.addJSON(protobuf.common.get(name)?.nested ?? {});
  refuseTwice(files, root);
  for (const { file } of files) parseProto(file.text, root, protobuf);
  try {
    root.resolveAll();
  } catch (error) {
    throw unresolvedFault(root, files, error);
  }
  return { root, files };
}

function parseEach(
  given: readonly ProtoFile[],
  library: readonly ProtoFile[],
  protobuf: Library,
): ParsedFile[] {
  const known = new Map([...library, ...given].map((file) => [file.name, file]));
  const wanted = new Set(given.map(({ name }) => name));
  const parsed: ParsedFile[] = [];
  for (const name of wanted) {
    const file = bundled.includes(name) ? undefined : known.get(name);
    if (file === undefined) continue;
    const one = parseAlone(file, protobuf);
    parsed.push(one);
    // What is added while a set is walked is walked too.
    for (const path of one.imports) wanted.add(path);
  }
  return parsed;
}

function parseAlone(file: ProtoFile, protobuf: Library): ParsedFile {
  const root = new protobuf.Root();
  try {
    const { imports = [], weakImports = [] } = parseProto(file.text, root, protobuf);
    return { file, imports: [...imports, ...weakImports], names: typesIn(root).map(fullName) };
  } catch (error) {
    throw syntaxFault(file, messageOf(error), protobuf);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Most of the parser's messages end in `(line 3)`. */
function syntaxFault(file: ProtoFile, message: string, protobuf: Library): UserSchemaFault {
  const [, told = message, line] = /^(.*) \(line (\d+)\)$/s.exec(message) ?? [];
  const place = placeOf(
    file.name,
    line === undefined ? lineThatFails(file, message, protobuf) : Number(line),
  );
  const reason = told.endsWith("'null'") ? "the file ends too early" : told.replaceAll(/(?<=\s)\./g, "");
  return new UserSchemaFault(`${place}: ${reason}.`);
}

/** The first line with which the file fails as it does: the parser does not say where a name or a number is taken twice. */
function lineThatFails({ text }: ProtoFile, message: string, protobuf: Library): number {
  const lines = text.split("\n");
  let good = 0;
  let bad = lines.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (failsWith(lines.slice(0, middle).join("\n"), message, protobuf)) bad = middle;
    else good = middle;
  }
  return bad;
}

function failsWith(text: string, message: string, protobuf: Library): boolean {
  try {
    parseProto(text, new protobuf.Root(), protobuf);
    return false;
  } catch (error) {
    return messageOf(error) === message;
  }
}

/** Two files that define one name cannot be used together. */
function refuseTwice(files: readonly ParsedFile[], root: Root): void {
  const definers = new Map(typesIn(root).map((type) => [fullName(type), "protobuf itself"]));
  for (const { file, names } of files) {
    for (const name of names) {
      const other = definers.get(name);
      if (other !== undefined && other !== file.name) throw twice(file, name, other);
      definers.set(name, file.name);
    }
  }
}

function twice({ name: file, text }: ProtoFile, name: string, other: string): UserSchemaFault {
  const short = name.slice(name.lastIndexOf(".") + 1);
  const line = lineOf(text, new RegExp(`\\b(?:message|enum|group)\\b[^{]{0,200}\\b${short}\\b`));
  return new UserSchemaFault(`${placeOf(file, line)}: ${name} is defined by ${other} too.`);
}
