// Where the program runs from its sources, as tests do, a thread has to learn to read them by itself.
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData.entry);
