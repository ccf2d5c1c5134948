import { keyNameOf } from "@etcdscope/contract";
import { type FoundKeys, KeyIndex, PatternFault, SearchPattern, searchKeys } from "@etcdscope/keyspace";
import { UsageFault } from "./faults.ts";
import { choiceOption, countOption, parseOptions, revisionOption, searchOptions } from "./options.ts";
import { keyTyped, shownKey } from "./shown-text.ts";
import { openSource } from "./sources.ts";
import { print, say, type Terminal } from "./terminal.ts";

const modes = ["text", "glob", "regex"] as const;
type Mode = (typeof modes)[number];

const pageSize = 1000;

/** `etcdscope search`: the keys that a pattern finds, one a line. */
export async function search(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, words } = parseOptions(args, searchOptions, 1);
  const pattern = patternOf(choiceOption("mode", values.mode, modes) ?? "text", words[0]);
  const limit = countOption("limit", values.limit) ?? Number.POSITIVE_INFINITY;
  const revision = revisionOption(values.rev);
  const prefix = keyTyped(values.prefix ?? "");
  const { source } = await openSource(values, terminal);
  try {
    const pages = source.listKeys({ prefix, ...(revision === undefined ? {} : { revision }) });
    const index = await KeyIndex.build(pages);
    const { total, searched } = await printFound(index, { pattern, prefix, limit }, terminal);
    say(terminal, `${total} of ${searched} keys at revision ${index.revision}`);
  } finally {
    await source.close();
  }
}

function patternOf(mode: Mode, text: string | undefined): SearchPattern {
  if (text === undefined || text === "") throw new UsageFault("search needs a PATTERN.");
  try {
    return new SearchPattern(mode, text);
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    throw new UsageFault(`${error.message}, at character ${error.position + 1} of the pattern.`);
  }
}

interface Asked {
  readonly pattern: SearchPattern;
  readonly prefix: Uint8Array;
  readonly limit: number;
}

async function printFound(
  index: KeyIndex,
  { pattern, prefix, limit }: Asked,
  terminal: Terminal,
): Promise<FoundKeys> {
  const textOf = (key: Uint8Array): string => keyNameOf(key).key;
  let left = limit;
  let after: Uint8Array | undefined;
  for (;;) {
    const options = { prefix, after, limit: Math.min(pageSize, left), textOf, pause: () => undefined };
    const page = await searchKeys(index.runs(), pattern, options);
    await print(terminal, page.found.map(({ key }) => `${shownKey(key)}\n`).join(""));
    left -= page.found.length;
    after = page.next;
    if (after === undefined || left <= 0) return page;
  }
}
