import { Refusal } from "../explorer/refusal.ts";
import type { TaskTable } from "./task.ts";

/** Tasks that do what no thread should. */
export type HostileTasks = {
  readonly echo: { readonly input: Uint8Array; readonly output: { readonly bytes: Uint8Array } };
  readonly refuse: { readonly input: string; readonly output: never };
  readonly throw: { readonly input: string; readonly output: never };
  /** Never returns. */
  readonly loop: { readonly input: null; readonly output: never };
  /** Takes more and more memory, in a map that doubles: at its own limit the engine would end the process. */
  readonly hoard: { readonly input: null; readonly output: never };
  readonly recurse: { readonly input: null; readonly output: number };
};

export const hostileTasks: TaskTable<HostileTasks, null> = {
  echo: (_, bytes) => ({ bytes }),
  refuse: (_, message) => {
    throw new Refusal("not_found", message, { size: 1 });
  },
  throw: (_, message) => {
    throw new TypeError(message);
  },
  loop: () => {
    for (;;);
  },
  hoard: () => {
    const hoard = new Map<string, readonly string[]>();
    for (;;) hoard.set(`${hoard.size} of many`, [String(hoard.size)]);
  },
  recurse: () => depth(0),
};

const depth = (at: number): number => 1 + depth(at + 1);
