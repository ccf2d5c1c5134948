import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Ended, RunOptions } from "./program.testing.ts";
import { run } from "./run.ts";

/** Runs a command line in this process, with a terminal of its own. */
export async function runHere(
  args: readonly string[],
  { stdin = "", env = {} }: RunOptions = {},
): Promise<Ended> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const bytes = typeof stdin === "string" ? Buffer.from(stdin) : Buffer.from(stdin);
  const written = Promise.all([text(stdout), text(stderr)]);
  const code = await run(args, { stdin: Readable.from([bytes]), stdout, stderr, env });
  stdout.end();
  stderr.end();
  const [data, messages] = await written;
  return { code, stdout: data, stderr: messages };
}
