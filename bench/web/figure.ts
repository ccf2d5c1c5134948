/** One line of the table of budgets: what was measured, how often, against what. */
export interface Figure {
  readonly what: string;
  readonly unit: "kB" | "ms";
  readonly values: readonly number[];
  readonly budget: number;
}

/** The value that this share of all do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** The typical value, half of all being larger, counts. */
export const isWithin = ({ values, budget }: Figure): boolean => percentile(values, 0.5) <= budget;

const headings = ["", "budget", "p50", "p95", "times", ""];

/** The figures as a table of plain text that Markdown reads as a table as well. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [headings, headings.map(() => "---"), ...figures.map(cellsOf)];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => lineOf(row, widths)).join("\n");
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) =>
    column === 0 || column === row.length - 1
      ? cell.padEnd(widths[column] ?? 0)
      : cell.padStart(widths[column] ?? 0),
  );
  return `| ${cells.join(" | ")} |`;
}

function cellsOf(figure: Figure): string[] {
  const { what, unit, values, budget } = figure;
  const shown = (share: number): string => `${percentile(values, share).toFixed(1)} ${unit}`;
  const many = values.length > 1;
  const verdict = isWithin(figure) ? "within" : "OVER";
  return [
    what,
    `${budget} ${unit}`,
    shown(0.5),
    many ? shown(0.95) : "",
    many ? `${values.length}` : "",
    verdict,
  ];
}
