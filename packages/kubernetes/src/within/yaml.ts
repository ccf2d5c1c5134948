import type { FieldNode } from "@etcdscope/codec";

/** What a YAML node holds, where it holds no others. */
export type YamlScalar = string | number | bigint | boolean | null;

/** The nodes of a YAML text: they tile it as those of JSON do, and their scalars are known beside the bytes. */
export interface YamlTree {
  /** One node: the document, or the list of several. */
  readonly nodes: readonly FieldNode[];
  readonly scalarOf: (node: FieldNode) => YamlScalar | undefined;
  /** Why a part of the text was not read, and at which byte. */
  readonly problem: { readonly message: string; readonly offset: number } | null;
}

/** Why a text that is YAML by its look is not read as such: a sentence without its full stop. */
export interface YamlRefusal {
  readonly refused: string;
}

/** Lines that are looked at to tell YAML from other text. */
const mostLines = 60;

const ignored = /^\s*(?:#.*)?$|^(?:---|\.\.\.)(?:\s.*)?$|^%YAML /;
const member = /^(?:[A-Za-z_][\w./$-]*|"[^"]*"|'[^']*'):(?: .*)?$/;
const item = /^-(?: .*)?$/;

/**
 * Whether a text is block YAML by the look of its first lines: more than one line, the outermost all members or all
 * items. One line could be any sentence with a colon. `isWhole` is false for the head of a longer text.
 */
export function looksLikeYaml(text: string, isWhole: boolean): boolean {
  const all = text.split("\n", mostLines + 1).map((line) => line.trimEnd());
  const lines = isWhole && all.length <= mostLines ? all : all.slice(0, -1);
  const told = lines.filter((line) => !ignored.test(line));
  const [first] = told;
  if (first === undefined || told.length < 2) return false;
  if (told.some((line) => line.startsWith("\t"))) return false;
  const outer = told.filter((line) => !line.startsWith(" "));
  const isList = item.test(first);
  return !first.startsWith(" ") && outer.every((line) => fits(line, isList));
}

/** Items may stand under a member without being indented. */
function fits(line: string, isList: boolean): boolean {
  return isList ? item.test(line) : member.test(line) || item.test(line) || /^[}\]]/.test(line);
}
