import { decodeUtf8 } from "@etcdscope/codec";
import { secretFolders } from "./table.ts";

/**
 * The kind of objects whose folder a key is in, where that kind is secret: `/registry/secrets/<namespace>/<name>`,
 * under whatever prefix the API server uses, be it empty, with or without a group before the resource. A namespace named
 * `secrets` is no such folder. `undefined` for other keys.
 */
export function secretKindUnder(key: Uint8Array): string | undefined {
  const segments = decodeUtf8(key)
    .split("/")
    .filter((segment) => segment !== "");
  return secretFolders.find(({ folder }) => isIn(segments, folder.split("/")))?.kind;
}

/** Of names in a namespace the folder is followed by two segments, else by one. */
function isIn(segments: readonly string[], folder: readonly string[]): boolean {
  const isAt = (at: number): boolean => at >= 0 && folder.every((name, i) => segments[at + i] === name);
  if (isAt(1)) return segments.length > 1 + folder.length;
  return isAt(segments.length - folder.length - (folder.length === 1 ? 2 : 1));
}
