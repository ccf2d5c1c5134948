// npm hands no signal on to what it has started: ended by its process id, it would leave a server behind.
import { readFileSync } from "node:fs";

const pause = 500;

/** Ends this process, as SIGTERM does, soon after the one that started it is gone; a shell between them does not count. */
export function endWithParent() {
  const parent = process.ppid;
  const starter = starterBehind(parent);
  setInterval(() => {
    if (process.ppid !== parent || (starter !== undefined && !isThere(starter)))
      process.kill(process.pid, "SIGTERM");
  }, pause).unref();
}

/** Who started a shell; `undefined` when it is none, or where the system does not tell. */
function starterBehind(shell) {
  try {
    // As Linux writes it: id, (name), state, parent.
    const [, name, parent] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${shell}/stat`, "utf8")) ?? [];
    return ["sh", "dash", "bash", "busybox"].includes(name) ? Number(parent) : undefined;
  } catch {
    return undefined;
  }
}

function isThere(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}
