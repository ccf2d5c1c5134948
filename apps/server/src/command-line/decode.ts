import { createReadStream } from "node:fs";
import { type BytesReadingId, bytesReadingIds, readingsOfBytes } from "@etcdscope/codec";
import type { Decoder } from "@etcdscope/kubernetes";
import { asStored, recognise } from "../decode-input/recognise.ts";
import type { Stored } from "../decode-input/stored.ts";
import { openReader } from "../decoding/show-value.ts";
import type { ShownValue } from "../decoding/stored-value.ts";
import type { WireGuesses } from "../decoding/wire-nodes.ts";
import { decodeLines } from "./decode-lines.ts";
import { decoderFor } from "./decoder.ts";
import { CommandFault, UsageFault } from "./faults.ts";
import { fileFault } from "./file-fault.ts";
import { choiceOption, decodeOptions, guessOption, parseOptions } from "./options.ts";
import { keyTyped, shownKey } from "./shown-text.ts";
import { asLine, print, say, type Terminal } from "./terminal.ts";
import { type TextForm, tellOutcome, textOf } from "./value-text.ts";

const forms = ["json", "yaml", "fields", "wire"] as const satisfies TextForm[];

/** Bytes of one value at most. */
const largest = 64 * 1024 * 1024;

/** What an input may be said to be; `stored`: bytes as they are in etcd, whatever form they may look like. */
const readings = ["stored", ...bytesReadingIds] as const;
type Reading = (typeof readings)[number];

/** `etcdscope decode`: what stored bytes mean. Nothing is hidden: whoever gives the bytes has them. */
export async function decode(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, words } = parseOptions(args, decodeOptions, 1);
  const form = choiceOption("output", values.output, forms);
  const as = choiceOption("as", values.as, readings);
  const isLines = values.lines === true;
  const guesses = guessOption(values.guess);
  if (isLines && (form ?? values.key ?? as) !== undefined)
    throw new UsageFault("--lines does not go with --output, --key or --as: each line has its own.");
  if (guesses !== undefined && form !== "wire")
    throw new UsageFault("--guess goes with --output wire: other forms have a schema to go by.");
  const decoder = await decoderFor(values);
  await reading(words[0], terminal, async (input) => {
    if (isLines) await decodeLines(input, decoder, terminal);
    else await decodeAll(await allOf(input), { form, guesses, as, key: values.key }, decoder, terminal);
  });
}

/** How the value is to be shown. */
interface Wish {
  readonly form: TextForm | undefined;
  readonly guesses: WireGuesses | undefined;
  readonly as: Reading | undefined;
  readonly key: string | undefined;
}

async function decodeAll(input: Uint8Array, wish: Wish, decoder: Decoder, terminal: Terminal): Promise<void> {
  const { as } = wish;
  if (as !== undefined && as !== "stored") return await print(terminal, readAs(input, as));
  const { forms: found, stored } = as === "stored" ? asStored(input) : recognise(input);
  if (found.length > 0) say(terminal, `etcdscope: read the input as ${found.join(", ")}.`);
  sayWhenEmpty(input, stored, terminal);
  let fault: unknown;
  for (const one of stored) {
    if (one.key !== undefined) say(terminal, `etcdscope: ${shownKey(one.key)}`);
    if (stored.length > 1 && wish.form === "yaml") await print(terminal, "---\n");
    // One that has not the wanted form does not keep the others back.
    await decodeOne(one, wish, decoder, terminal).catch((error: unknown) => {
      fault ??= error;
    });
  }
  if (fault !== undefined) throw fault;
}

/** An empty value may be stored; it is also what a command before the pipe leaves that has found nothing. */
function sayWhenEmpty(input: Uint8Array, stored: readonly Stored[], terminal: Terminal): void {
  if (stored.length === 0) throw new CommandFault("The input holds no keys.");
  if (input.length === 0) say(terminal, "etcdscope: the input is empty.");
}

/** Bytes of MessagePack at most. */
const mostMsgpack = 16 * 1024 * 1024;

function readAs(input: Uint8Array, as: BytesReadingId): string {
  const shorter = input.at(-1) === lineFeed ? readingsOfBytes(input.subarray(0, -1), mostMsgpack) : [];
  const all = [...readingsOfBytes(input, mostMsgpack), ...shorter];
  const found = all.find((one) => one.as === as);
  if (found !== undefined) return asLine(found.text);
  const others = [...new Set(all.map((one) => one.as))].join(", ");
  throw new CommandFault(
    `The value cannot be read as ${as}${others === "" ? "" : `; it can be read as ${others}`}.`,
  );
}

async function decodeOne(
  { key, value }: Stored,
  wish: Wish,
  decoder: Decoder,
  terminal: Terminal,
): Promise<void> {
  const storedUnder = wish.key === undefined ? (key ?? new Uint8Array(0)) : keyTyped(wish.key);
  const shown = shownWithoutLineEnd(value, (bytes) => openReader(decoder)(storedUnder, bytes));
  await print(terminal, rendered(shown, wish));
  tellOutcome(shown, terminal);
}

const lineFeed = 0x0a;

/** `etcdctl get --print-value-only` puts a line feed behind the value; left in, it breaks what is binary. */
function shownWithoutLineEnd(value: Uint8Array, show: (bytes: Uint8Array) => ShownValue): ShownValue {
  const whole = show(value);
  if (whole.encoding.outcome === "ok" || value.at(-1) !== lineFeed) return whole;
  const shorter = show(value.subarray(0, -1));
  const { outcome, explained } = shorter.encoding;
  const isAsGood = outcome === "ok" || (explained > 0 && explained >= whole.encoding.explained);
  return isAsGood ? shorter : whole;
}

/** Without a form asked for: the document, else the fields. */
function rendered(shown: ShownValue, { form, guesses }: Wish): string {
  const text =
    textOf(shown, form ?? "json", guesses) ?? (form === undefined ? textOf(shown, "fields") : null);
  if (text !== null) return text;
  throw new CommandFault(`The value is ${shown.encoding.id}: it has no ${form} form. Use --output fields.`);
}

type Input = AsyncIterable<Uint8Array>;

/** Reads a file, or stdin where there is none or it is `-`. */
async function reading(
  path: string | undefined,
  { stdin }: Terminal,
  work: (input: Input) => Promise<void>,
): Promise<void> {
  if (path === undefined || path === "-") return await work(stdin);
  try {
    await work(createReadStream(path, { highWaterMark: 1024 * 1024 }));
  } catch (error) {
    throw fileFault(error, path);
  }
}

async function allOf(input: Input): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.length;
    if (size > largest)
      throw new CommandFault(`The value has more than ${largest} bytes: etcd stores none of that size.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
