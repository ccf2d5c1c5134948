import { SourceFault } from "@etcdscope/keyspace";
import { Refusal } from "../explorer/refusal.ts";
import { advised, CommandFault, UsageFault } from "./faults.ts";
import { splitCommand } from "./options.ts";
import { print, say, type Terminal } from "./terminal.ts";
import { usage } from "./usage.ts";
import { version } from "./version.ts";

type Command = (args: readonly string[], terminal: Terminal) => Promise<void>;

/** Each is loaded when it is called: a short command must not wait for what serving needs. */
const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ["serve", async () => (await import("./serve.ts")).serve],
  ["ls", async () => (await import("./list.ts")).list],
  ["cluster", async () => (await import("./cluster.ts")).cluster],
  ["search", async () => (await import("./search.ts")).search],
  ["check", async () => (await import("./check.ts")).check],
  ["decode", async () => (await import("./decode.ts")).decode],
  ["get", async () => (await import("./get.ts")).get],
]);

/** Whether a command line starts the server: it outlives whoever reads what it writes. */
export function isServer(args: readonly string[]): boolean {
  return splitCommand(args).name === "serve";
}

/** Runs one command line; gives the exit code: 0 done, 1 failed, 2 not understood. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const { name, rest } = splitCommand(args);
    const command = commands.get(name);
    if (name === "help") await print(terminal, usage(rest[0] ?? ""));
    else if (rest.includes("--help") || rest.includes("-h")) await print(terminal, usage(name));
    else if (rest.includes("--version")) await print(terminal, `etcdscope ${version}\n`);
    else if (command === undefined) throw new UsageFault(`There is no command "${name}".`);
    else await (await command())(rest, terminal);
    return 0;
  } catch (error) {
    return fail(error, terminal);
  }
}

function fail(error: unknown, terminal: Terminal): number {
  const isUsage = error instanceof UsageFault;
  say(terminal, `etcdscope: ${sentenceOf(error)}`);
  if (isUsage) say(terminal, "etcdscope --help shows how it is used.");
  return isUsage ? 2 : 1;
}

/** Faults have a sentence for people; anything else is a defect, of which the stack is the only trace. */
function sentenceOf(error: unknown): string {
  if (error instanceof SourceFault) return advised(error);
  const isTold = [UsageFault, CommandFault, Refusal].some((fault) => error instanceof fault);
  if (error instanceof Error) return isTold ? error.message : `unexpected failure: ${error.stack}`;
  return `unexpected failure: ${String(error)}`;
}
