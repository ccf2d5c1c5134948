const second = 1_000_000_000n;

/** Nanoseconds as Go's `time.Duration` writes them: `1h30m0s`, `1.5s`, `250ms`, `0s`. */
export function durationText(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? "-" : "";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size === 0n) return "0s";
  return sign + (size < second ? belowSecond(size) : fromSecond(size));
}

function belowSecond(size: bigint): string {
  if (size < 1000n) return `${size}ns`;
  return size < 1_000_000n ? `${decimal(size, 1000n, 3)}µs` : `${decimal(size, 1_000_000n, 6)}ms`;
}

function fromSecond(size: bigint): string {
  const minutes = size / (60n * second);
  const seconds = `${decimal(size % (60n * second), second, 9)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(size: bigint, unit: bigint, digits: number): string {
  const fraction = String(size % unit)
    .padStart(digits, "0")
    .replace(/0+$/, "");
  return fraction === "" ? String(size / unit) : `${size / unit}.${fraction}`;
}
