import { keyNameOf } from "@etcdscope/contract";

const longest = 180;

/**
 * The Content-Disposition header of what is made of a key, by the kind of file that it is: the key's segments joined by underscores. The plain name keeps
 * to characters that no header and no file system reads as anything else; the extended one (RFC 8187) has the rest.
 */
export function downloadHeader(key: Uint8Array, kind: "bin" | "json" | "yaml"): string {
  const text = keyNameOf(key).key;
  // Cut first: what a cut leaves of a surrogate pair is replaced like everything invisible.
  const name = `${withoutPath(text.slice(-longest)) || "value"}.${kind}`;
  const plain = name.replaceAll(/[^A-Za-z0-9._-]/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${extended(name)}`;
}

/** No separators, no leading dots, nothing invisible or of another direction. */
function withoutPath(text: string): string {
  return text
    .replaceAll(/[/\\:*?"<>|\p{C}\p{Zl}\p{Zp}]/gu, "_")
    .replace(/^[_.\s]+/, "")
    .replace(/[.\s]+$/, "");
}

function extended(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
}
