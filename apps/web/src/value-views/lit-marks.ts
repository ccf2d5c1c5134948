import type { SpanPair } from "@etcdscope/contract";
import { useCallback, useMemo } from "react";
import { type Region, regionsIn } from "../pointing/coverage.ts";
import { type Lit, lightNames, litIn } from "../pointing/lit.ts";
import { useLit } from "../pointing/pointing.ts";
import type { Mark } from "./hex-runs.ts";
import type { ShownValue } from "./view-props.ts";

/** What is drawn over bytes whatever is pointed at: how well they are understood, and what the address holds fast. */
export interface StandingMarks {
  readonly regions: readonly Region[];
  readonly pinned: Lit | undefined;
}

/** The marks of the bytes `[start, end)`; they change with what is pointed at only where that is here. */
export function useMarks(
  value: ShownValue,
  { regions, pinned }: StandingMarks,
  start: number,
  end: number,
): readonly Mark[] {
  const here = useLit(
    useCallback(
      (lit: Lit | undefined) => writeMarks(litMarks(litIn(lit, value), "lit", start, end)),
      [value, start, end],
    ),
  );
  return useMemo(() => {
    const known = regionsIn(regions, start, end).flatMap(({ kind, span }) =>
      kind === "explained" ? [] : [{ name: `bytes-${kind}`, span }],
    );
    return [...known, ...litMarks(pinned, "pinned", start, end), ...readMarks(here)];
  }, [regions, pinned, here, start, end]);
}

/** The bytes that are lit themselves, and of what is around them the nearest. */
function litMarks(
  lit: Lit | undefined,
  as: keyof typeof lightNames,
  start: number,
  end: number,
): readonly Mark[] {
  if (lit === undefined) return [];
  const { exact, around } = lightNames[as];
  const near = lit.around.slice(0, 1);
  return [
    ...lit.spans.map((span) => ({ name: exact, span })),
    ...near.map((span) => ({ name: around, span })),
    ...(as === "lit" && lit.offset !== undefined
      ? [{ name: "bytes-under", span: [lit.offset, lit.offset + 1] as const }]
      : []),
  ].filter(({ span }) => span[0] < end && span[1] > start);
}

/** As a text, so that marks which are the same are not drawn anew. */
const writeMarks = (marks: readonly Mark[]): string =>
  marks.map(({ name, span }) => `${name} ${span[0]} ${span[1]}`).join(",");

function readMarks(text: string): readonly Mark[] {
  return text.split(",").flatMap((part): Mark[] => {
    const [name = "", from, to] = part.split(" ");
    const span: SpanPair = [Number(from), Number(to)];
    return name === "" ? [] : [{ name, span }];
  });
}
