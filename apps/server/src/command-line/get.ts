import { hexRows } from "@etcdscope/codec";
import { openReader, secretKeepingReader } from "../decoding/show-value.ts";
import type { ShownValue } from "../decoding/stored-value.ts";
import { decoderFor } from "./decoder.ts";
import { CommandFault, UsageFault } from "./faults.ts";
import { bytesArgument } from "./key-argument.ts";
import { choiceOption, getOptions, parseOptions, revisionOption } from "./options.ts";
import { placesToMask } from "./secrecy-settings.ts";
import { openSource } from "./sources.ts";
import { print, type Terminal } from "./terminal.ts";
import { tellOutcome, textOf } from "./value-text.ts";

const forms = ["json", "yaml", "fields", "wire", "raw", "hex"] as const;
type Form = (typeof forms)[number];

/** `etcdscope get`: one value, its secrets hidden unless they are asked for. */
export async function get(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, words } = parseOptions(args, getOptions, 1);
  const key = bytesArgument(words[0], values.keyb);
  if (key === undefined || key.length === 0) throw new UsageFault("get needs a KEY.");
  const form = choiceOption("output", values.output, forms);
  const revision = revisionOption(values.rev);
  const decoder = await decoderFor(values);
  const mask = await placesToMask(values);
  const { source } = await openSource(values, terminal);
  try {
    const kv = await source.read(key, revision === undefined ? {} : { revision });
    if (kv === undefined) throw new CommandFault("There is no such key; etcdscope ls lists those there are.");
    const show = values.reveal === true ? openReader(decoder) : secretKeepingReader(decoder, { mask });
    const shown = show(key, kv.value);
    if (form !== "raw" && form !== "hex") tellOutcome(shown, terminal);
    await print(terminal, rendered(shown, form));
  } finally {
    await source.close();
  }
}

/** Without a form asked for: the document, else the bytes. */
function rendered(shown: ShownValue, form: Form | undefined): string | Uint8Array {
  if (form === "raw") return shown.bytes;
  if (form === "hex") return hexDump(shown.bytes);
  const text = textOf(shown, form ?? "json");
  if (text !== null) return text;
  if (form === undefined) return shown.bytes;
  throw new CommandFault(
    `The value is ${shown.encoding.id}: it has no ${form} form. Use --output raw or hex.`,
  );
}

/** Offset, bytes and text, sixteen bytes a line. */
function hexDump(bytes: Uint8Array): string {
  return hexRows(bytes)
    .map(
      ({ offset, hex, ascii }) => `${offset.toString(16).padStart(8, "0")}  ${hex.padEnd(47)}  |${ascii}|\n`,
    )
    .join("");
}
