import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { parseSync } from "vite";

/** A function with a body: its name where it has one, and how many lines it spans. */
interface FunctionShape {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

/** An import or re-export: the module as written, and whether only types come of it. */
interface ImportShape {
  readonly from: string;
  readonly typeOnly: boolean;
}

/** What the figures are made of: one source file, tests left out. `path` is relative to the project, with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly functions: readonly FunctionShape[];
  readonly imports: readonly ImportShape[];
  readonly exports: readonly string[];
  readonly anys: number;
}

/** The workspaces' source files below `root`, in order of their paths. */
export function readSourceFiles(root: string): SourceFile[] {
  return ["packages", "apps"]
    .flatMap((group) =>
      readdirSync(join(root, group), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => join(root, group, name, "src")),
    )
    .flatMap(sourcePaths)
    .toSorted()
    .map((path) => readSourceFile(relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")));
}

function sourcePaths(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => /\.tsx?$/.test(name) && !/\.(test|testing)\.tsx?$/.test(name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The shape of one file's text. */
function readSourceFile(path: string, text: string): SourceFile {
  const { program } = parseSync(path, text, { lang: path.endsWith("x") ? "tsx" : "ts" });
  const starts = lineStarts(text);
  const seen = new Seen((offset) => lineOf(starts, offset));
  seen.visit(program, "");
  const { functions, imports, exports, anys } = seen;
  return { path, lines: text.split("\n").length - 1, functions, imports, exports, anys };
}

/** A node of the ESTree that the parser gives; every property may hold nodes. */
type Node = Readonly<Record<string, unknown>>;

class Seen {
  readonly functions: FunctionShape[] = [];
  readonly imports: ImportShape[] = [];
  readonly exports: string[] = [];
  anys = 0;
  readonly #lineAt: (offset: number) => number;

  constructor(lineAt: (offset: number) => number) {
    this.#lineAt = lineAt;
  }

  /** Walks a node; `name` is what the nearest holder calls it. */
  visit(node: unknown, name: string): void {
    if (Array.isArray(node)) for (const item of node) this.visit(item, name);
    else if (isNode(node)) this.#visitNode(node, name);
  }

  #visitNode(node: Node, name: string): void {
    if (node["type"] === "TSAnyKeyword") this.anys += 1;
    if (isFunction(node)) this.#addFunction(node, name);
    if (isNode(node["source"])) this.#addImport(node);
    if (node["type"] === "ExportNamedDeclaration") this.exports.push(...exportedNames(node));
    const inner = nameOf(node["id"]) ?? nameOf(node["key"]) ?? name;
    for (const value of Object.values(node)) if (typeof value === "object") this.visit(value, inner);
  }

  #addFunction(node: Node, name: string): void {
    const [start, end] = [Number(node["start"]), Number(node["end"])];
    const line = this.#lineAt(start);
    this.functions.push({ name: nameOf(node["id"]) ?? name, line, lines: this.#lineAt(end - 1) - line + 1 });
  }

  #addImport(node: Node): void {
    const source = node["source"];
    if (!isNode(source)) return;
    const kinds = [node["importKind"], node["exportKind"]];
    this.imports.push({ from: String(source["value"]), typeOnly: kinds.includes("type") });
  }
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

function isFunction(node: Node): boolean {
  const type = String(node["type"]);
  return (
    type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression"
  );
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && typeof node["name"] === "string" ? node["name"] : undefined;
}

/** Re-exports repeat a name that another file declares: they do not count. */
function exportedNames(node: Node): string[] {
  const declaration = node["declaration"];
  if (!isNode(declaration)) return [];
  const declared = Array.isArray(declaration["declarations"]) ? declaration["declarations"] : [declaration];
  return declared.flatMap((each) => (isNode(each) ? (nameOf(each["id"]) ?? []) : []));
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function lineOf(starts: readonly number[], offset: number): number {
  const after = starts.findIndex((start) => start > offset);
  return after === -1 ? starts.length : after;
}

/** The folder of a path. */
export const folderOf = (path: string): string => dirname(path);
