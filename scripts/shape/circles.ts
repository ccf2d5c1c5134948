import { join } from "node:path";
import { folderOf, type SourceFile } from "./source-file.ts";

/** Who imports whom, by name. */
export type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

/** The arrows between files of one workspace; those that bring only types are left out when `values` is set. */
export function fileArrows(files: readonly SourceFile[], values: boolean): Arrows {
  const known = new Set(files.map(({ path }) => path));
  return new Map(files.map((file) => [file.path, targetsOf(file, known, values)]));
}

function targetsOf(file: SourceFile, known: ReadonlySet<string>, values: boolean): Set<string> {
  const targets = file.imports
    .filter(({ from, typeOnly }) => from.startsWith(".") && !(values && typeOnly))
    .map(({ from }) => join(folderOf(file.path), from));
  return new Set(targets.filter((target) => known.has(target)));
}

/** The same arrows between folders; those within a folder are left out. */
export function folderArrows(arrows: Arrows): Arrows {
  const folders = new Map<string, Set<string>>();
  for (const [from, targets] of arrows)
    for (const to of targets)
      if (folderOf(from) !== folderOf(to))
        folders.set(folderOf(from), (folders.get(folderOf(from)) ?? new Set()).add(folderOf(to)));
  return folders;
}

/** Groups that can all reach each other, of two or more (Tarjan's strongly connected components). */
export function circlesIn(arrows: Arrows): string[][] {
  const search = new CircleSearch(arrows);
  for (const name of arrows.keys()) search.visit(name);
  return search.circles;
}

class CircleSearch {
  readonly circles: string[][] = [];
  readonly #arrows: Arrows;
  readonly #order = new Map<string, number>();
  readonly #lowest = new Map<string, number>();
  readonly #open: string[] = [];

  constructor(arrows: Arrows) {
    this.#arrows = arrows;
  }

  visit(name: string): number {
    const known = this.#order.get(name);
    if (known !== undefined) return this.#open.includes(name) ? known : Number.POSITIVE_INFINITY;
    const order = this.#order.size;
    this.#order.set(name, order);
    this.#open.push(name);
    const reached = [...(this.#arrows.get(name) ?? [])].map((target) => this.#reach(target));
    const lowest = Math.min(order, ...reached);
    this.#lowest.set(name, lowest);
    if (lowest === order) this.#close(name);
    return lowest;
  }

  #reach(target: string): number {
    const before = this.#order.has(target);
    const order = this.visit(target);
    return before ? order : (this.#lowest.get(target) ?? order);
  }

  #close(name: string): void {
    const circle = this.#open.splice(this.#open.indexOf(name));
    if (circle.length > 1) this.circles.push(circle.toSorted());
  }
}
