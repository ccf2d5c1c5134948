export { type Ciphers, type Decryption, decrypt, type EncryptionKey } from "./encryption/decrypt.ts";
export { type EncryptedEnvelope, type EncryptedPart, readEncryptedEnvelope } from "./encryption/envelope.ts";
