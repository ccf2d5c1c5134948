const name = (source: string): string => `etcdscope.damage-closed.${source}`;

/** Whether the notice of this source was closed in this visit: as long as the tab is open. */
export function isClosed(source: string): boolean {
  try {
    return sessionStorage.getItem(name(source)) !== null;
  } catch {
    return false;
  }
}

export function rememberClosed(source: string): void {
  try {
    sessionStorage.setItem(name(source), "1");
  } catch {
    // Storage is full or forbidden: it is closed until the page is loaded again.
  }
}
