import type { ErrorCode } from "@etcdscope/contract";
import { Refusal } from "../explorer/refusal.ts";

/** What tasks there are: of each its name, what it is given and what it gives. Both are data, for they cross threads. */
export type TaskTypes = Record<string, { readonly input: unknown; readonly output: unknown }>;

/** The work behind every name; `tools` is what a thread makes once. */
export type TaskTable<Tasks extends TaskTypes, Tools> = {
  readonly [Name in keyof Tasks]: (tools: Tools, input: Tasks[Name]["input"]) => Tasks[Name]["output"];
};

/** For whom a task is done, and how much it has to read. */
export interface Errand {
  readonly signal: AbortSignal;
  /** Bytes of the values in the input. */
  readonly bytes: number;
}

/** Does tasks away from the thread that serves. */
export interface Workers<Tasks extends TaskTypes> {
  /**
   * Rejects with the signal's reason when it aborts, with a `Refusal` where the task refuses, takes too long or too
   * much memory, or where too many wait.
   */
  run<Name extends keyof Tasks & string>(
    name: Name,
    input: Tasks[Name]["input"],
    errand: Errand,
  ): Promise<Tasks[Name]["output"]>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/** How a task ended, as it crosses threads: errors lose their class there. */
export type TaskAnswer =
  | { readonly output: unknown }
  | { readonly refusal: RefusalData }
  | { readonly failure: { readonly message: string; readonly stack: string } };

interface RefusalData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail: Refusal["detail"];
}

/** What the engine says where a text, an array or the stack has become as large as it can be. */
const outgrown = /call stack|string length|array length|allocation failed|Map maximum|Set maximum/i;

export function failedAnswer(error: unknown): TaskAnswer {
  const refusal = error instanceof RangeError && outgrown.test(error.message) ? tooMuchMemory() : error;
  if (refusal instanceof Refusal) {
    const { code, message, detail } = refusal;
    return { refusal: { code, message, detail } };
  }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  return { failure: { message, stack } };
}

/** The error that {@link failedAnswer} was made from. */
export function errorOf(answer: Exclude<TaskAnswer, { output: unknown }>): Error {
  if ("refusal" in answer) {
    const { code, message, detail } = answer.refusal;
    return new Refusal(code, message, detail);
  }
  const error = new Error(answer.failure.message);
  error.stack = answer.failure.stack;
  return error;
}

export function tooMuchMemory(): Refusal {
  return new Refusal(
    "too_large",
    "To make this answer takes more memory than etcdscope allows for one. The stored bytes can be downloaded.",
  );
}

export function tookTooLong(seconds: number): Refusal {
  return new Refusal(
    "took_too_long",
    `Making this answer took longer than ${seconds} seconds, and was ended. The source is not at fault.`,
    { seconds },
  );
}

export function tooManyWaiting(): Refusal {
  return new Refusal("too_busy", "etcdscope is busy with other values. Try again in a moment.");
}

/** No fault of the program, and so nothing for its log: whoever stops it knows. */
export function isStopping(): Refusal {
  return new Refusal("too_busy", "etcdscope is stopping.");
}
