import { isServer, run } from "./command-line/run.ts";

const args = process.argv.slice(2);

// A reader that has seen enough, as `head` does, is no failure; to a server it is nothing at all.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (!isServer(args)) process.exit(error.code === "EPIPE" ? 0 : 1);
});
// Messages that nobody can be given (a full disk, a closed pipe) are lost, and nothing else.
process.stderr.on("error", () => undefined);

// Deprecations are told to who writes a program, not to who runs it: gRPC names an IP address to TLS.
process.noDeprecation = true;

process.exitCode = await run(args, process);
