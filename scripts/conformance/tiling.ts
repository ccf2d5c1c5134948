import type { FieldNode } from "@etcdscope/codec";

/** The first place where fields do not tile `[start, end)` exactly, at any depth; undefined if they do. */
export function tilingFault(fields: readonly FieldNode[], start: number, end: number): string | undefined {
  let at = start;
  for (const field of fields) {
    const fault =
      field.start === at ? insideFault(field) : `${at} to ${field.start} is in no field or in two`;
    if (fault !== undefined) return fault;
    at = field.end;
  }
  return at === end ? undefined : `the fields end at ${at}, not at ${end}`;
}

function insideFault(field: FieldNode): string | undefined {
  const { start, tagEnd, valueStart, valueEnd, end } = field;
  const bounds = [start, tagEnd, valueStart, valueEnd, end];
  const ordered = bounds.every((bound, index) => bound >= (bounds[index - 1] ?? bound));
  if (!ordered) return `a field's bounds are out of order: ${bounds.join(", ")}`;
  return field.children === null ? undefined : tilingFault(field.children, valueStart, valueEnd);
}
