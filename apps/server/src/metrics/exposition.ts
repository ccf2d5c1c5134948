/** Prometheus' text format 0.0.4, as much of it as is needed: counters, gauges and histograms with labels. */

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

export const contentType = "text/plain; version=0.0.4; charset=utf-8";

/** A family of figures as text; nothing for one without a figure. */
export function family(
  name: string,
  type: "counter" | "gauge",
  help: string,
  samples: readonly Sample[],
): string {
  if (samples.length === 0) return "";
  return head(name, type, help) + samples.map(({ labels, value }) => line(name, labels, value)).join("");
}

/** Times in seconds, sorted into buckets, one series for each set of labels. Sets must be few: they stay. */
export class Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, Series>();

  /** `bounds` are the upper ends of the buckets, ascending. */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#bounds = bounds;
  }

  observe(labels: Labels, seconds: number): void {
    const id = JSON.stringify(labels);
    const series = this.#series.get(id) ?? { labels, buckets: this.#bounds.map(() => 0), sum: 0, count: 0 };
    const bucket = this.#bounds.findIndex((bound) => seconds <= bound);
    if (bucket !== -1) series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
    series.sum += seconds;
    series.count++;
    this.#series.set(id, series);
  }

  text(): string {
    if (this.#series.size === 0) return "";
    return (
      head(this.#name, "histogram", this.#help) +
      [...this.#series.values()].map((one) => this.#lines(one)).join("")
    );
  }

  /** Buckets are told with all that are below them. */
  #lines({ labels, buckets, sum, count }: Series): string {
    let below = 0;
    const bucketLines = buckets.map((inside, at) => {
      below += inside;
      return line(`${this.#name}_bucket`, { ...labels, le: String(this.#bounds[at]) }, below);
    });
    return [
      ...bucketLines,
      line(`${this.#name}_bucket`, { ...labels, le: "+Inf" }, count),
      line(`${this.#name}_sum`, labels, sum),
      line(`${this.#name}_count`, labels, count),
    ].join("");
  }
}

interface Series {
  readonly labels: Labels;
  readonly buckets: number[];
  sum: number;
  count: number;
}

const head = (name: string, type: string, help: string): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;

function line(name: string, labels: Labels = {}, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}\n`;
}

const escaped = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
