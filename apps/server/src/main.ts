import { run } from "./command-line/run.ts";

// A reader that has seen enough, as `head` does, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

// Deprecations are told to who writes a program, not to who runs it: gRPC names an IP address to TLS.
process.noDeprecation = true;

process.exitCode = await run(process.argv.slice(2), process);
