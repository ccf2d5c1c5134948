import { joinBytes, type KeyChild, KeyIndex } from "@etcdscope/keyspace";
import { CommandFault } from "./faults.ts";
import { bytesArgument } from "./key-argument.ts";
import { listOptions, parseOptions, revisionOption } from "./options.ts";
import { shownKey } from "./shown-text.ts";
import { openSource } from "./sources.ts";
import { print, type Terminal } from "./terminal.ts";

const slash = Uint8Array.of(0x2f);
const pageSize = 1000;

/** `etcdscope ls`: the direct children of a prefix, one a line: name, tab, keys. */
export async function list(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, words } = parseOptions(args, listOptions, 1);
  const typed = bytesArgument(words[0], values.keyb) ?? new Uint8Array(0);
  const revision = revisionOption(values.rev);
  const { source } = await openSource(values, terminal);
  try {
    const pages = source.listKeys({ prefix: typed, ...(revision === undefined ? {} : { revision }) });
    const index = await KeyIndex.build(pages);
    if (index.size === 0) throw new CommandFault(nothingUnder(typed));
    await printChildren(index, levelOf(index, typed), terminal);
  } finally {
    await source.close();
  }
}

const nothingUnder = (prefix: Uint8Array): string =>
  prefix.length === 0 ? "There are no keys." : `No key starts with ${shownKey(prefix)}.`;

/** `ls /registry` means the level `/registry/`, as it does in a shell. */
function levelOf(index: KeyIndex, typed: Uint8Array): Uint8Array {
  if (typed.length === 0 || typed.at(-1) === slash[0]) return typed;
  const level = joinBytes(typed, slash);
  return index.count(level) > 0 ? level : typed;
}

async function printChildren(index: KeyIndex, prefix: Uint8Array, terminal: Terminal): Promise<void> {
  let cursor: Uint8Array | undefined;
  do {
    const page = index.children(prefix, { cursor, limit: pageSize });
    await print(terminal, page.children.map(lineOf).join(""));
    cursor = page.next;
  } while (cursor !== undefined);
}

function lineOf({ name, isKey, isPrefix, count }: KeyChild): string {
  const both = isKey && isPrefix ? "\talso a key" : "";
  return `${shownKey(name)}${isPrefix ? "/" : ""}\t${count}${both}\n`;
}
