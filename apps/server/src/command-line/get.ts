import { plainReader } from "../decoding/plain-reader.ts";
import type { ValueReader } from "../decoding/stored-value.ts";
import { CommandFault, UsageFault } from "./faults.ts";
import { bytesArgument } from "./key-argument.ts";
import { choiceOption, getOptions, parseOptions, revisionOption } from "./options.ts";
import { openSource } from "./sources.ts";
import { print, type Terminal } from "./terminal.ts";

const forms = ["json", "yaml", "raw", "hex"] as const;

/** `etcdscope get`: one value. */
export async function get(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, words } = parseOptions(args, getOptions, 1);
  const key = bytesArgument(words[0], values.keyb);
  if (key === undefined || key.length === 0) throw new UsageFault("get needs a KEY.");
  const form = choiceOption("output", values.output, forms);
  const revision = revisionOption(values.rev);
  const { source } = await openSource(values, terminal);
  try {
    const kv = await source.read(key, revision === undefined ? {} : { revision });
    if (kv === undefined) throw new CommandFault("There is no such key; etcdscope ls lists those there are.");
    await print(terminal, rendered(plainReader(), key, kv.value, form));
  } finally {
    await source.close();
  }
}

function rendered(
  reader: ValueReader,
  key: Uint8Array,
  value: Uint8Array,
  form: string | undefined,
): string | Uint8Array {
  const shown = reader.shown(key, value);
  const { json } = reader.views(key, shown, { allFields: false, allText: true });
  return form === "raw" || json === null ? shown.bytes : `${json}\n`;
}
