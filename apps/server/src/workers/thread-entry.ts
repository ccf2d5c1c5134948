import { getHeapStatistics } from "node:v8";
import { parentPort } from "node:worker_threads";
import { failedAnswer, type TaskAnswer, type TaskTable, type TaskTypes } from "./task.ts";

/** What comes to a thread. */
export interface TaskMessage<Tasks extends TaskTypes> {
  readonly name: keyof Tasks;
  readonly input: Tasks[keyof Tasks]["input"];
}

/** What a thread says: that it is ready, or how a task ended; either time with the bytes of its heap. */
export interface ThreadMessage {
  readonly answer: TaskAnswer | null;
  readonly heap: number;
}

/** Turns this thread into one that does the tasks of a table, one after another. */
export function serveTasks<Tasks extends TaskTypes, Tools>(
  table: TaskTable<Tasks, Tools>,
  tools: Tools,
): void {
  const say = (answer: TaskAnswer | null): void => {
    const message: ThreadMessage = { answer, heap: getHeapStatistics().total_heap_size };
    parentPort?.postMessage(message, transferable(answer));
  };
  parentPort?.on("message", ({ name, input }: TaskMessage<Tasks>) => {
    say(answerOf(() => table[name](tools, input)));
  });
  say(null);
}

function answerOf(work: () => unknown): TaskAnswer {
  try {
    return { output: work() };
  } catch (error) {
    return failedAnswer(error);
  }
}

/** Bytes that stand in an output by themselves change hands without being copied. */
function transferable(answer: TaskAnswer | null): ArrayBuffer[] {
  const output = answer !== null && "output" in answer ? answer.output : null;
  if (typeof output !== "object" || output === null) return [];
  const buffers = Object.values(output).map((value: unknown) =>
    value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? value.buffer : undefined,
  );
  return [...new Set(buffers)].filter((buffer) => buffer !== undefined);
}
