import { once } from "node:events";
import type { Readable, Writable } from "node:stream";

import { shownMessage } from "./shown-text.ts";

/** What a command reads from and writes to. */
export interface Terminal {
  readonly stdin: Readable;
  /** Data, and nothing else. */
  readonly stdout: Writable & { readonly isTTY?: boolean };
  /** Messages for a person. */
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Writes data, and waits while the reader is slower: what is not yet read must not fill the memory. */
export async function print({ stdout }: Terminal, data: string | Uint8Array): Promise<void> {
  if (!stdout.write(data)) await once(stdout, "drain");
}

/** Writes one line for the person at the terminal; what it quotes cannot act on the terminal. */
export function say({ stderr }: Terminal, message: string): void {
  stderr.write(`${shownMessage(message)}\n`);
}

/** Text that ends with its line. */
export function asLine(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
