import type { ExploredSource } from "../explorer/explored-source.ts";
import { Refusal } from "../explorer/refusal.ts";
import type { TaskTypes, Workers } from "../workers/task.ts";
import { family, Histogram, type Sample } from "./exposition.ts";

const callBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const taskBounds = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2, 10, 30];

/** What the server counts of itself. No key and no value goes in: labels are source ids, methods and error codes. */
export class Metrics {
  readonly #calls = new Histogram(
    "etcdscope_etcd_call_duration_seconds",
    "Calls to etcd by method and outcome: ok, aborted, or the error's code.",
    callBounds,
  );
  readonly #tasks = new Histogram(
    "etcdscope_task_duration_seconds",
    "Making answers of values, by task and outcome (ok, aborted, or the error's code), the wait for a worker included.",
    taskBounds,
  );
  readonly #version: string;
  #decodedBytes = 0;

  constructor(version: string) {
    this.#version = version;
  }

  /** A call to etcd has ended: its method (`KV/Range`), what became of it, and its time. */
  readonly onCall = (method: string, outcome: string, seconds: number): void =>
    this.#calls.observe({ method, outcome }, seconds);

  /** The same workers, with what they do counted. */
  counted<Tasks extends TaskTypes>(workers: Workers<Tasks>): Workers<Tasks> {
    return {
      run: async (name, input, errand) => {
        const started = performance.now();
        this.#decodedBytes += errand.bytes;
        const count = (outcome: string): void =>
          this.#tasks.observe({ task: name, outcome }, (performance.now() - started) / 1000);
        try {
          const output = await workers.run(name, input, errand);
          count("ok");
          return output;
        } catch (error) {
          count(errand.signal.aborted ? "aborted" : error instanceof Refusal ? error.code : "internal");
          throw error;
        }
      },
      close: () => workers.close(),
    };
  }

  /** Everything as text for Prometheus. */
  text(sources: readonly ExploredSource[]): string {
    return [
      family("etcdscope_build_info", "gauge", "The version that runs.", [
        { labels: { version: this.#version }, value: 1 },
      ]),
      sourceText(sources),
      this.#calls.text(),
      this.#tasks.text(),
      family("etcdscope_decoded_bytes_total", "counter", "Bytes of values that were read.", [
        { value: this.#decodedBytes },
      ]),
      processText(),
    ].join("");
  }
}

function sourceText(sources: readonly ExploredSource[]): string {
  const known = sources.map((source) => ({ source, status: source.status() }));
  const each = (figure: (one: (typeof known)[number]) => number | undefined): Sample[] =>
    known.flatMap((one) => {
      const value = figure(one);
      return value === undefined ? [] : [{ labels: { source: one.source.id }, value }];
    });
  return [
    family(
      "etcdscope_source_up",
      "gauge",
      "1 while the source answers.",
      each(({ status }) => Number(status.problem === undefined)),
    ),
    family(
      "etcdscope_source_keys",
      "gauge",
      "Keys in the source.",
      each(({ status }) => status.keyCount),
    ),
    family(
      "etcdscope_source_revision",
      "gauge",
      "The newest revision known.",
      each(({ status }) => Number(status.revision)),
    ),
    family(
      "etcdscope_index_age_seconds",
      "gauge",
      "Since when the index may be behind the source: 0 while it follows.",
      each(({ status: { problem } }) =>
        problem === undefined ? 0 : (Date.now() - problem.since.getTime()) / 1000,
      ),
    ),
    family(
      "etcdscope_live_streams",
      "gauge",
      "Readers of the live stream.",
      each(({ source }) => source.readers),
    ),
  ].join("");
}

function processText(): string {
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const started = Date.now() / 1000 - process.uptime();
  return [
    family("process_resident_memory_bytes", "gauge", "Memory of the process.", [{ value: rss }]),
    family("process_cpu_seconds_total", "counter", "Processor time used.", [
      { value: (user + system) / 1e6 },
    ]),
    family("process_start_time_seconds", "gauge", "When the process began, in Unix time.", [
      { value: started },
    ]),
    family("nodejs_heap_used_bytes", "gauge", "Heap in use.", [{ value: heapUsed }]),
    family("nodejs_external_memory_bytes", "gauge", "Memory outside the heap that it refers to.", [
      { value: external },
    ]),
  ].join("");
}
