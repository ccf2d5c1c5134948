import { type ParseArgsConfig, parseArgs } from "node:util";
import { parseWireGuesses, type WireGuessId } from "@etcdscope/contract";
import { UsageFault } from "./faults.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const several = { type: "string", multiple: true } as const;

/** Where keys come from. */
const sourceOptions = {
  snapshot: several,
  "skip-hash-check": flag,
  "strict-snapshot": flag,
  endpoints: text,
  "discovery-srv": text,
  "discovery-srv-name": text,
  kubeadm: flag,
  cacert: text,
  cert: text,
  key: text,
  "key-passphrase-file": text,
  "server-name": text,
  "insecure-skip-tls-verify": flag,
  user: text,
  "password-file": text,
  "index-rate": text,
} satisfies Options;

/** What is needed to understand values beyond what Kubernetes stores in the open. */
const decodingOptions = {
  "encryption-config": text,
  proto: several,
  "proto-map": several,
  config: text,
} satisfies Options;

/** What every command takes. */
const commonOptions = { help: { ...flag, short: "h" }, version: flag } satisfies Options;

export const serveOptions = {
  ...commonOptions,
  ...sourceOptions,
  ...decodingOptions,
  host: text,
  port: text,
  "allow-host": several,
  "max-index-keys": text,
  "max-index-db-size": text,
  "log-level": text,
  "no-reveal": flag,
  "no-mask": flag,
  open: flag,
} satisfies Options;

export const listOptions = {
  ...commonOptions,
  ...sourceOptions,
  config: text,
  rev: text,
  keyb: text,
} satisfies Options;
export const searchOptions = {
  ...commonOptions,
  ...sourceOptions,
  config: text,
  rev: text,
  mode: text,
  prefix: text,
  limit: text,
} satisfies Options;
export const getOptions = {
  ...listOptions,
  ...decodingOptions,
  output: { ...text, short: "o" },
  reveal: flag,
} satisfies Options;

export const clusterOptions = {
  ...commonOptions,
  ...sourceOptions,
  config: text,
  output: { ...text, short: "o" },
} satisfies Options;

export const checkOptions = { ...commonOptions, ...sourceOptions, config: text } satisfies Options;

export const decodeOptions = {
  ...commonOptions,
  ...decodingOptions,
  key: text,
  output: { ...text, short: "o" },
  guess: text,
  as: text,
  lines: flag,
} satisfies Options;

const allOptions: Options = { ...serveOptions, ...getOptions, ...searchOptions, ...decodeOptions };

/** The values that a command line gives for a set of options. */
export type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T; strict: true }>>["values"];

export type SourceValues = Values<typeof sourceOptions>;
export type DecodingValues = Values<typeof decodingOptions>;

/** The command's name and the arguments without it; `serve` when the first word is missing. */
export function splitCommand(args: readonly string[]): { name: string; rest: string[] } {
  const { tokens } = parseArgs({ args: [...args], options: allOptions, strict: false, tokens: true });
  const first = tokens.find((token) => token.kind === "positional");
  if (first === undefined) return { name: "serve", rest: [...args] };
  return { name: first.value, rest: args.filter((_, at) => at !== first.index) };
}

/** Reads a command's arguments; refuses unknown options and more words than the command has. */
export function parseOptions<T extends Options>(
  args: readonly string[],
  options: T,
  mostWords: number,
): { values: Values<T>; words: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      strict: true,
      allowPositionals: true,
    });
    const extra = positionals[mostWords];
    if (extra !== undefined) throw new UsageFault(`"${extra}" is one word too many.`);
    return { values, words: positionals };
  } catch (error) {
    throw error instanceof TypeError ? new UsageFault(firstSentence(error.message)) : error;
  }
}

/** The platform's messages go on to explain how to write a word that begins with a dash. */
function firstSentence(message: string): string {
  const [first = message] = message.split(/(?<=\.) |\n/);
  return first.endsWith(".") ? first : `${first}.`;
}

/** etcd counts revisions in 64 bits with a sign: a larger one would wrap, and be answered with the newest. */
const largestRevision = 2n ** 63n - 1n;

/** A revision as typed. */
export function revisionOption(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,18}$/.test(text) || BigInt(text) > largestRevision)
    throw new UsageFault(`--rev takes a revision, a number from 1 to ${largestRevision}; "${text}" is none.`);
  return BigInt(text);
}

/** What to take bytes without a schema for, as typed. */
export function guessOption(text: string | undefined): ReadonlyMap<number, WireGuessId> | undefined {
  const guesses = text === undefined ? undefined : parseWireGuesses(text);
  if (text === undefined || guesses !== undefined) return guesses;
  throw new UsageFault(`--guess takes OFFSET:GUESS,…, as in 0x1c:text,0x40:bytes; "${text}" is not that.`);
}

/** A whole number from 1 on. */
export function countOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageFault(`--${name} takes a number from 1 on; "${text}" is none.`);
  return Number(text);
}

/** One of the words that an option takes. */
export function choiceOption<T extends string>(
  name: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((one) => one === text);
  if (choice === undefined)
    throw new UsageFault(`--${name} takes ${choices.join(", ")}; "${text}" is none of them.`);
  return choice;
}
