import { createDecipheriv } from "node:crypto";
import type { Ciphers } from "@etcdscope/kubernetes";
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";

/** The ciphers of Kubernetes' encryption at rest over Node's own AES and noble's secretbox (which Node lacks). */
export const ciphers: Ciphers = {
  aescbc: (secret, payload) => {
    const decipher = createDecipheriv(`aes-${bits(secret)}-cbc`, secret, payload.subarray(0, 16));
    return Buffer.concat([decipher.update(payload.subarray(16)), decipher.final()]);
  },
  aesgcm: (secret, payload, additional) => {
    const decipher = createDecipheriv(`aes-${bits(secret)}-gcm`, secret, payload.subarray(0, 12));
    decipher.setAAD(additional);
    decipher.setAuthTag(payload.subarray(-16));
    return Buffer.concat([decipher.update(payload.subarray(12, -16)), decipher.final()]);
  },
  secretbox: (secret, payload) =>
    xsalsa20poly1305(secret, payload.subarray(0, 24)).decrypt(payload.subarray(24)),
};

function bits(secret: Uint8Array): "128" | "192" | "256" {
  if (secret.length === 16) return "128";
  return secret.length === 24 ? "192" : "256";
}
