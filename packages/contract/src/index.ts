export type * from "./answers.ts";
export { fromBase64Url, toBase64Url } from "./base64url.ts";
export { type ErrorAnswer, type ErrorCode, errorTable } from "./errors.ts";
export { type KeyRef, keyRefOf, keyText, parseKeyRef } from "./key-ref.ts";
export { urls } from "./urls.ts";
