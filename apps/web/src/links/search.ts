/** Search parameters as the router sees them: every value a plain string, never a guessed number or object. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(search).flatMap(([name, value]) =>
    typeof value === "string" ? [`${encodeURIComponent(name)}=${escapeValue(value)}`] : [],
  );
  return parts.length === 0 ? "" : `?${escapeEnd(parts.join("&"))}`;
}

/** Slashes and colons stay readable; quotes, brackets and stars would be cut or read as markup where links are pasted. */
function escapeValue(value: string): string {
  return encodeURIComponent(value)
    .replace(/%2F/g, "/")
    .replace(/%3A/g, ":")
    .replace(/[!'()*]/g, percent);
}

/** Chat programs take punctuation at the end of a link for the sentence's own. */
function escapeEnd(text: string): string {
  return text.replace(/[.:~_-]$/, percent);
}

const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
