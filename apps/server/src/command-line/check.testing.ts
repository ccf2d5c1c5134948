import { runHere as run } from "./terminal.testing.ts";

/** What `check` says of a file, without the file's name. */
export async function saidOf(path: string): Promise<string> {
  const { stdout } = await run(["check", "--snapshot", path]);
  return stdout.trimEnd().split("\t").slice(2).join("\t");
}
