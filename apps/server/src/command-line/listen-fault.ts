import { CommandFault } from "./faults.ts";

const sentences: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is taken. Choose another one with --port, or --port 0 for any free one.`,
  EACCES: (_host, port) =>
    `Port ${port} needs more rights than this user has. Choose one above 1023 with --port.`,
  EADDRNOTAVAIL: (host) => `${host} is not an address of this machine. Give one of its own with --host.`,
  ENOTFOUND: (host) => `${host} is not known as a host. Give an address of this machine with --host.`,
};

/** Why the server cannot listen, in a sentence; other errors as they are. */
export function listenFault(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const sentence = sentences[code]?.(host, port);
  return sentence === undefined ? error : new CommandFault(sentence);
}
