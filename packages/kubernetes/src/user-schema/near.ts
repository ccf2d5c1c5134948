const mostShown = 3;
/** Longer names are not compared: each pair takes time by the product of their lengths. */
const longestName = 256;

/** Of the known names those that a mistyped one may have meant, the likeliest first; at most three. */
export function nearMisses(wanted: string, known: readonly string[]): string[] {
  if (wanted.length > longestName) return [];
  const limit = Math.max(2, Math.floor(lastPart(wanted).length / 3));
  return known
    .filter(({ length }) => length <= longestName)
    .map((name) => ({ name, distance: distanceOf(wanted, name) }))
    .filter(({ distance }) => distance <= limit)
    .sort((one, other) => one.distance - other.distance || (one.name < other.name ? -1 : 1))
    .slice(0, mostShown)
    .map(({ name }) => name);
}

/** A name in another package counts as near as its last part is. */
function distanceOf(wanted: string, name: string): number {
  return Math.min(edits(wanted, name), edits(lastPart(wanted), lastPart(name)));
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).toLowerCase();
}

/** Characters to insert, delete or replace to make one text of the other (Levenshtein's distance). */
function edits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
