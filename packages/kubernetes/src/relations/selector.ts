import { listAt, memberAt, textAt, textsAt } from "./document-path.ts";

/** Whether labels are among those that a selector takes. */
export type Selects = (labels: ReadonlyMap<string, string>) => boolean;

/** A plain selector, as Services have one: every label must be equal. An empty one takes nothing. */
export function plainSelector(document: unknown, path: string): Selects | undefined {
  const wanted = textsAt(document, path);
  return wanted.size === 0 ? undefined : (labels) => hasAll(labels, wanted);
}

/** A selector with `matchLabels` and `matchExpressions`; an empty one takes all, a missing one nothing. */
export function labelSelector(document: unknown, path: string): Selects | undefined {
  const selector = memberAt(document, path);
  if (typeof selector !== "object" || selector === null) return undefined;
  const wanted = textsAt(selector, "matchLabels");
  const expressions = listAt(selector, "matchExpressions");
  return (labels) => hasAll(labels, wanted) && expressions.every((one) => holds(one, labels));
}

function hasAll(labels: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): boolean {
  return [...wanted].every(([name, value]) => labels.get(name) === value);
}

/** An operator that is not known takes nothing. */
function holds(expression: unknown, labels: ReadonlyMap<string, string>): boolean {
  const value = labels.get(textAt(expression, "key") ?? "");
  const isListed = listAt(expression, "values").includes(value);
  switch (textAt(expression, "operator")) {
    case "In":
      return value !== undefined && isListed;
    case "NotIn":
      return value === undefined || !isListed;
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}
