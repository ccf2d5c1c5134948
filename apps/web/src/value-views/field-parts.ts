import type { FieldAnswer, FieldsAnswer } from "@etcdscope/contract";
import type { FieldRow } from "./field-rows.ts";

/** A list of fields of which the server has told the beginning. */
export interface FieldCut {
  /** The field that it belongs to, by the indices on the way to it; "" for the tree's own list. */
  readonly at: string;
  readonly told: number;
  readonly more: number;
  /** What the field is called; `undefined` for the tree's own list, and where no schema names it. */
  readonly name: string | undefined;
}

/** The tree with a further part behind what is known of one of its lists. */
export function appended(tree: FieldsAnswer, at: string, part: FieldsAnswer): FieldsAnswer {
  if (at === "") return { fields: [...tree.fields, ...part.fields], more: part.more };
  const [index = "", ...rest] = at.split(".");
  const fields = tree.fields.map((field, place) =>
    String(place) === index ? grown(field, rest.join("."), part) : field,
  );
  return { ...tree, fields };
}

function grown({ more, ...field }: FieldAnswer, at: string, part: FieldsAnswer): FieldAnswer {
  const list = appended({ fields: field.children ?? [], more: more ?? 0 }, at, part);
  return { ...field, children: list.fields, ...(list.more > 0 && { more: list.more }) };
}

/** The list in part that is nearest to a row: its own, that of a row around it, else the first in sight. */
export function cutNear(rows: readonly FieldRow[], at: number, tree: FieldsAnswer): FieldCut | undefined {
  for (let row = rows[at]; row !== undefined; row = rows[row.parent]) if (isCut(row)) return cutOf(row);
  const first = rows.find(isCut);
  if (first !== undefined) return cutOf(first);
  return tree.more > 0 ? { at: "", told: tree.fields.length, more: tree.more, name: undefined } : undefined;
}

const isCut = ({ field }: FieldRow): boolean => (field.more ?? 0) > 0;

function cutOf({ id, field }: FieldRow): FieldCut {
  const name = field.path ?? field.name ?? undefined;
  return { at: id, told: field.children?.length ?? 0, more: field.more ?? 0, name };
}
