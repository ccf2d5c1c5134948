import { workerData } from "node:worker_threads";
import { serveTasks } from "./thread-entry.ts";
import { valueTasks } from "./value-tasks.ts";
import { openValueTools } from "./value-tools.ts";

serveTasks(valueTasks, await openValueTools(workerData.settings));
