/** Characters of a document above which it is not compared: to say how much changed must cost nothing. */
const largest = 512 * 1024;

/**
 * How many fields two documents (JSON text) differ in, each counted once where it stands; `undefined` where one of
 * them is missing, too large, or the difference lies in digits that numbers here do not have.
 */
export function changedFields(before: string | null, after: string | null): number | undefined {
  if (before === null || after === null || before.length + after.length > largest) return undefined;
  const count = differences(JSON.parse(before), JSON.parse(after));
  return count === 0 ? undefined : count;
}

function differences(before: unknown, after: unknown): number {
  if (Object.is(before, after)) return 0;
  const [old, now] = [membersOf(before), membersOf(after)];
  if (old === undefined || now === undefined || Array.isArray(before) !== Array.isArray(after)) return 1;
  const names = new Set([...old.keys(), ...now.keys()]);
  let count = 0;
  for (const name of names)
    count += old.has(name) && now.has(name) ? differences(old.get(name), now.get(name)) : 1;
  return count;
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined;
}
