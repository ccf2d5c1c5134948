import type { Decoded } from "@etcdscope/kubernetes";
import type { SecretSpan } from "./mask.ts";

export function secretSpans(key: Uint8Array, { bytes, encoding }: Decoded): SecretSpan[] {
  const isSecret = Buffer.from(key).includes("/secrets/") || encoding.kind === "Secret";
  return isSecret ? [{ span: { start: 0, end: bytes.length }, path: null }] : [];
}
