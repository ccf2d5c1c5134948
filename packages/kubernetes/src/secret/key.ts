import { decodeUtf8 } from "@etcdscope/codec";

/**
 * Whether a key is where Secrets are kept: `/registry/secrets/<namespace>/<name>`, under whatever prefix the API
 * server was told to use, with or without a group before the resource. A namespace named `secrets` is no such place.
 */
export function isSecretKey(key: Uint8Array): boolean {
  const segments = decodeUtf8(key)
    .split("/")
    .filter((segment) => segment !== "");
  return segments[1] === "secrets"
    ? segments.length > 2
    : segments.length > 3 && segments.at(-3) === "secrets";
}
