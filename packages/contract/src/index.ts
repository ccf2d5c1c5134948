export { answerSchemas } from "./answer-schemas.ts";
export type * from "./answers.ts";
export { fromBase64Url, toBase64Url } from "./base64url.ts";
export type * from "./cluster-answers.ts";
export { type ErrorAnswer, type ErrorCode, errorTable } from "./errors.ts";
export { idHex, leaseHex } from "./hex-ids.ts";
export { keyNameOf } from "./key-name.ts";
export { type KeyRef, keyRefOf, keyText, parseKeyRef } from "./key-ref.ts";
export { mostOpened, openedText, parseOpened } from "./opened-prefixes.ts";
export {
  type BytesParameters,
  bytesParameters,
  type ChildrenParameters,
  childrenParameters,
  type DocumentParameters,
  documentParameters,
  type EventsParameters,
  eventsParameters,
  type FieldsParameters,
  fieldsParameters,
  type LeaseKeysParameters,
  type LeaseParameters,
  type LeasesParameters,
  leaseKeysParameters,
  leaseLimits,
  leaseParameters,
  leasesParameters,
  noParameters,
  type ParameterSchema,
  pageLimits,
  type RelationsParameters,
  type RevealBody,
  relationsParameters,
  revealBody,
  revealHeader,
  type SearchParameters,
  type SourceParameters,
  searchParameters,
  sourceParameters,
  type ValueParameters,
  valueParameters,
} from "./parameters.ts";
export type * from "./relation-answers.ts";
export { urls } from "./urls.ts";
export type * from "./value-answers.ts";
export {
  parseWireGuesses,
  type WireGuessId,
  wireGuessesText,
  wireGuessIds,
} from "./wire-guesses.ts";
