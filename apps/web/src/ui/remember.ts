/** What the browser keeps from one visit to the next; where it keeps nothing, the app works without. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`etcdscope.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`etcdscope.${name}`, value);
  } catch {
    // Storage is full or forbidden.
  }
}
