import { fromBase64Url, toBase64Url } from "@etcdscope/contract";
import { Refusal } from "../explorer/refusal.ts";

/** Where to go on: how many candidates were looked at, and the last of them. */
export interface Cursor {
  readonly looked: number;
  readonly after: string;
}

const utf8 = new TextEncoder();

export function cursorText({ looked, after }: Cursor): string {
  return toBase64Url(utf8.encode(`${looked} ${after}`));
}

/** Reads a cursor; refuses what is none. */
export function readCursor(text: string): Cursor {
  const bytes = fromBase64Url(text);
  const [, looked, after] = /^(\d{1,9}) (.*)$/s.exec(new TextDecoder().decode(bytes)) ?? [];
  if (looked === undefined || after === undefined)
    throw new Refusal("invalid_request", "cursor must be the `next` of an earlier answer.");
  return { looked: Number(looked), after };
}
