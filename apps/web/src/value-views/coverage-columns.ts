import type { CoverageKind, Region } from "../pointing/coverage.ts";

/** A part of the bar. */
export interface BarPart {
  readonly kind: CoverageKind;
  /** Its first column. */
  readonly from: number;
  /** How many columns it is wide. */
  readonly share: number;
}

/** As many parts as can be told apart. */
const columns = 240;

/** What of several regions in one column is drawn: what must not be overlooked. */
const weight: Readonly<Record<CoverageKind, number>> = { explained: 0, masked: 1, unknown: 2, damaged: 3 };

/** The regions drawn to scale, in columns of which none hides something that is not understood. */
export function barOf(regions: readonly Region[], size: number): readonly BarPart[] {
  if (size === 0) return [];
  const kinds: (CoverageKind | undefined)[] = Array.from({ length: columns });
  for (const { kind, span } of regions) {
    const first = Math.floor((span[0] / size) * columns);
    const last = Math.max(first, Math.ceil((span[1] / size) * columns) - 1);
    for (let at = first; at <= last; at++) {
      const drawn = kinds[at];
      if (drawn === undefined || weight[drawn] < weight[kind]) kinds[at] = kind;
    }
  }
  return joined(kinds);
}

function joined(kinds: readonly (CoverageKind | undefined)[]): readonly BarPart[] {
  const parts: BarPart[] = [];
  for (const [from, kind = "explained"] of kinds.entries()) {
    const last = parts.at(-1);
    if (last?.kind === kind) parts[parts.length - 1] = { ...last, share: last.share + 1 };
    else parts.push({ kind, from, share: 1 });
  }
  return parts;
}
