import type { FieldAnswer } from "@etcdscope/contract";

/** One visible field. */
export interface FieldRow {
  /** Its place in the tree: indices from the top, joined by dots. */
  readonly id: string;
  readonly field: FieldAnswer;
  /** 1 at the top. */
  readonly depth: number;
  readonly position: number;
  readonly setSize: number;
  readonly parent: number;
  /** `undefined` where nothing lies below. */
  readonly open: boolean | undefined;
}

/** Whether a field is open; what the person opened or closed differs from the start. */
export type IsOpen = (id: string, depth: number) => boolean;

export function fieldRows(fields: readonly FieldAnswer[], isOpen: IsOpen): readonly FieldRow[] {
  const rows: FieldRow[] = [];
  const add = (list: readonly FieldAnswer[], above: string, depth: number, parent: number): void => {
    list.forEach((field, at) => {
      const id = above === "" ? String(at) : `${above}.${at}`;
      const children = field.children ?? [];
      const open = children.length === 0 ? undefined : isOpen(id, depth);
      const place = { depth, position: at + 1, setSize: list.length, parent };
      const index = rows.push({ id, field, ...place, open }) - 1;
      if (open === true) add(children, id, depth + 1, index);
    });
  };
  add(fields, "", 1, -1);
  return rows;
}

/** Fields in all, counted up to a bound. */
export function countFields(fields: readonly FieldAnswer[], most: number): number {
  let count = 0;
  for (const field of fields) {
    if (count >= most) return most;
    count += 1 + countFields(field.children ?? [], most - count - 1);
  }
  return Math.min(count, most);
}

/** The ids of the way to a field, itself last; `undefined` where it is not in the tree. */
export function wayTo(
  fields: readonly FieldAnswer[],
  found: (field: FieldAnswer) => boolean,
  above = "",
): readonly string[] | undefined {
  for (const [at, field] of fields.entries()) {
    const id = above === "" ? String(at) : `${above}.${at}`;
    const below = wayTo(field.children ?? [], found, id);
    if (below !== undefined) return [id, ...below];
    if (found(field)) return [id];
  }
  return undefined;
}
