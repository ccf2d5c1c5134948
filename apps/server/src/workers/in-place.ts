import { errorOf, failedAnswer, type TaskTable, type TaskTypes, type Workers } from "./task.ts";

/** Does tasks at once, on the thread that asks: for what has no other to serve. */
export function inPlace<Tasks extends TaskTypes, Tools>(
  table: TaskTable<Tasks, Tools>,
  tools: Tools,
): Workers<Tasks> {
  return {
    run: async (name, input, { signal }) => {
      signal.throwIfAborted();
      try {
        return table[name](tools, input);
      } catch (error) {
        const answer = failedAnswer(error);
        throw "refusal" in answer ? errorOf(answer) : error;
      }
    },
    close: async () => undefined,
  };
}
