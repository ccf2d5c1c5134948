import { createCipheriv } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** An EncryptionConfiguration whose keys {@link sealed} uses. */
export const encryptionConfiguration = fileURLToPath(
  new URL("../../fixtures/conformance/encryption-configuration.yaml", import.meta.url),
);

/** A value as the API server's aescbc provider writes it. */
export function sealed(plaintext: Uint8Array): Uint8Array {
  const key = /cbc1, secret: "([^"]+)"/.exec(readFileSync(encryptionConfiguration, "utf8"))?.[1] ?? "";
  const iv = Buffer.alloc(16, 7);
  const cipher = createCipheriv("aes-256-cbc", Buffer.from(key, "base64"), iv);
  return Buffer.concat([
    Buffer.from("k8s:enc:aescbc:v1:cbc1:"),
    iv,
    cipher.update(plaintext),
    cipher.final(),
  ]);
}
