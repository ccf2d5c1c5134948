/** `1.37-dev`: what a next release may bring. Its definitions only fill what no release has. */
export const isInWork = (release: string): boolean => release.endsWith("-dev");

/** For sorting: releases in work first, then other distributions', then Kubernetes', each oldest first. */
export function byPrecedence(one: string, other: string): number {
  const [a, b] = [rank(one), rank(other)];
  const at = a.findIndex((part, index) => part !== (b[index] ?? 0));
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? 0);
}

function rank(release: string): number[] {
  const family = /^\d/.test(release) ? 2 : 1;
  const version = release.replace(/^\D*/, "").replace(/-.*/, "").split(".").map(Number);
  return [isInWork(release) ? 0 : family, ...version];
}
