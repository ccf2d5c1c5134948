import { maxDepth } from "@etcdscope/codec";
import { Composer, type Document, Lexer, type ParsedNode, Parser } from "yaml";

export type YamlDocument = Document.Parsed<ParsedNode>;

/**
 * Lexical tokens of a text that is read: each takes the library some microseconds, whatever it is. A line such as
 * `name: value` has seven, so that usual YAML of a megabyte is well below.
 */
export const maxTokens = 500_000;

/** Why a text is not read as YAML. */
export class YamlTooComplex extends Error {
  override readonly name = "YamlTooComplex";
}

/**
 * Tags are not resolved and a version in the text changes nothing: `!!omap` and the like compare each member with all
 * others.
 */
const options = {
  prettyErrors: false,
  uniqueKeys: false,
  strict: false,
  logLevel: "silent",
  schema: "core",
  resolveKnownTags: false,
} as const;

/**
 * The documents of a text. The library is driven token by token, so that it never sees more of them, nor deeper ones,
 * than it reads in a bounded time and without filling the stack. Throws {@link YamlTooComplex}.
 */
export function parseYaml(text: string): YamlDocument[] {
  return withoutStacks(() => [...new Composer(options).compose(boundedTokens(text), true, text.length)]);
}

/** A text may have an error at each of its characters, and the calls that led to each take longest to note. */
function withoutStacks<T>(run: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function* boundedTokens(text: string): ReturnType<Parser["parse"]> {
  const parser = new Parser();
  let left = maxTokens;
  for (const lexeme of new Lexer().lex(text)) {
    if (left-- === 0) throw new YamlTooComplex(`YAML of more than ${maxTokens} tokens is shown as text`);
    yield* parser.next(lexeme);
    // The stack holds what is open: the document, lists and maps in each other.
    if (parser.stack.length > maxDepth)
      throw new YamlTooComplex(`YAML with more than ${maxDepth} levels is shown as text`);
  }
  yield* parser.end();
}
