import type { ShownValue, ShowValue } from "../decoding/stored-value.ts";
import type { ExploredSource } from "../explorer/explored-source.ts";
import { family, Histogram, type Sample } from "./exposition.ts";

const callBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const decodeBounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2];

/** What the server counts of itself. No key and no value goes in: labels are source ids, methods and error codes. */
export class Metrics {
  readonly #calls = new Histogram(
    "etcdscope_etcd_call_duration_seconds",
    "Calls to etcd by method and outcome: ok, aborted, or the error's code.",
    callBounds,
  );
  readonly #decoding = new Histogram(
    "etcdscope_decode_duration_seconds",
    "Making sense of one value: reading it, or making its views.",
    decodeBounds,
  );
  readonly #version: string;
  #decodedBytes = 0;

  constructor(version: string) {
    this.#version = version;
  }

  /** A call to etcd has ended: its method (`KV/Range`), what became of it, and its time. */
  readonly onCall = (method: string, outcome: string, seconds: number): void =>
    this.#calls.observe({ method, outcome }, seconds);

  /** The same reader, timed. */
  timed(show: ShowValue): ShowValue {
    return (key, stored) => {
      this.#decodedBytes += stored.length;
      const shown = this.#time("read", () => show(key, stored));
      const views: ShownValue["views"] = (options) => this.#time("views", () => shown.views(options));
      return { ...shown, views };
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
      this.#decoding.text(),
      family("etcdscope_decoded_bytes_total", "counter", "Bytes of values that were read.", [
        { value: this.#decodedBytes },
      ]),
      processText(),
    ].join("");
  }

  #time<Result>(step: string, work: () => Result): Result {
    const started = performance.now();
    try {
      return work();
    } finally {
      this.#decoding.observe({ step }, (performance.now() - started) / 1000);
    }
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
