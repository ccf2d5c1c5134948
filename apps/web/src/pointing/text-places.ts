import type { Lit } from "./lit.ts";

/** Where values stand in a text, by path, as UTF-16 offsets; what holds others comes before them. */
export type TextRanges = readonly (readonly [path: string, start: number, end: number])[];

/** A value in a text. */
export interface TextPlace {
  readonly path: string;
  /** Where its name, or the dash before it, starts. */
  readonly from: number;
  readonly start: number;
  readonly end: number;
  /** The index of the place that it stands in; -1 at the root. */
  readonly parent: number;
}

/** A part of a text that is lit. */
export interface LitRange {
  readonly from: number;
  readonly to: number;
  readonly light: "exact" | "around";
}

/** Parts of one text that are lit at once, at most. */
const mostLit = 1000;

/** The places of a document's text: from an offset to a path and back. */
export class TextPlaces {
  readonly #text: string;
  readonly #places: readonly TextPlace[];
  #byPath: ReadonlyMap<string, readonly TextPlace[]> | undefined;

  constructor(text: string, ranges: TextRanges) {
    this.#text = text;
    this.#places = placesIn(text, ranges);
  }

  /** The innermost value at an offset, its name counted in; at the end of a line that of the line. */
  at(offset: number): TextPlace | undefined {
    const isBehindComma = this.#text[offset - 1] === "," && this.#text[offset] === "\n";
    const within = isBehindComma ? offset - 1 : offset;
    let index = this.#lastFrom(within);
    let place = this.#places[index];
    while (place !== undefined && place.end < within) {
      index = place.parent;
      place = this.#places[index];
    }
    return place;
  }

  /** What a path names; several where a member is written twice. */
  of(path: string): readonly TextPlace[] {
    this.#byPath ??= byPath(this.#places);
    return this.#byPath.get(path) ?? [];
  }

  /** The ranges of a text that something lights, in order. */
  lit(lit: Lit | undefined): readonly LitRange[] {
    if (lit === undefined) return [];
    const exact = lit.paths.flatMap((path) => this.of(path)).slice(0, mostLit);
    const [first] = exact;
    const near = first ?? this.#nearest(lit.holder ?? lit.paths[0]);
    const ranges: LitRange[] = exact.map(({ from, end }) => ({ from, to: end, light: "exact" }));
    for (const place of near === undefined ? [] : this.#around(near, first === undefined))
      ranges.push(this.#head(place));
    return ranges.sort((one, other) => one.from - other.from || other.to - one.to);
  }

  #around(place: TextPlace, itself: boolean): TextPlace[] {
    const around = itself ? [place] : [];
    for (let next = this.#places[place.parent]; next !== undefined; next = this.#places[next.parent])
      around.push(next);
    return around.filter(({ path }) => path !== "");
  }

  /** The name of a place, or where it begins. */
  #head({ from, start, end }: TextPlace): LitRange {
    const name = this.#text.slice(from, start).trimEnd().length;
    return { from, to: name > 0 ? from + name : Math.min(end, start + 1), light: "around" };
  }

  /** The place of a path, or of the nearest one above it that the text has. */
  #nearest(path: string | undefined): TextPlace | undefined {
    for (let above = path; above !== undefined; above = pathAbove(above)) {
      const [place] = this.of(above);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  #lastFrom(offset: number): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#places[middle]?.from ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** The path of the list or object that a path's value stands in; `undefined` for the document itself. */
export function pathAbove(path: string): string | undefined {
  if (path === "") return undefined;
  const above = path.replace(/(?:^|\.)[A-Za-z_$][\w$-]*$|\[\d+\]$|\["(?:[^"\\]|\\.)*"\]$/, "");
  return above === path ? undefined : above;
}

/** A place under construction that may hold those to come. */
interface OpenPlace {
  readonly index: number;
  readonly end: number;
  /** Where its part that is not yet told of starts. */
  at: number;
}

function placesIn(text: string, ranges: TextRanges): readonly TextPlace[] {
  const places: TextPlace[] = [];
  const open: OpenPlace[] = [];
  for (const [path, start, end] of ranges) {
    const holder = holderOf(open, start);
    const from = holder === undefined ? start : Math.min(start, afterGap(text, holder.at));
    if (holder !== undefined) holder.at = end;
    const index = places.push({ path, from, start, end, parent: holder?.index ?? -1 }) - 1;
    const bracket = text[start] === "{" || text[start] === "[";
    open.push({ index, end, at: bracket ? start + 1 : start });
  }
  return places;
}

/** Closes what ends before an offset; what is open then holds it. */
function holderOf(open: OpenPlace[], start: number): OpenPlace | undefined {
  while (open.length > 1 && (open.at(-1)?.end ?? 0) <= start) open.pop();
  return open.at(-1);
}

/** Behind the comma and the space between two values. */
function afterGap(text: string, at: number): number {
  let next = at;
  while (next < text.length && " \n,".includes(text[next] ?? "")) next++;
  return next;
}

function byPath(places: readonly TextPlace[]): ReadonlyMap<string, readonly TextPlace[]> {
  const found = new Map<string, TextPlace[]>();
  for (const place of places) {
    const same = found.get(place.path);
    if (same === undefined) found.set(place.path, [place]);
    else same.push(place);
  }
  return found;
}
