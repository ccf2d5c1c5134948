export {
  type Decoded,
  type DecodeProblem,
  documentOf,
  type Encoding,
  type Layer,
} from "./decode/decoded.ts";
export { createDecoder, type Decoder, type DecoderOptions } from "./decode/decoder.ts";
export { type PrintOptions, printJson, printYaml } from "./decode/print.ts";
export { type Allocation, type Allocations, allocationsOf } from "./derived/allocations.ts";
export { notesOf, type ValueNote } from "./derived/note.ts";
export {
  type Ciphers,
  type Decryption,
  decrypt,
  type Encryption,
  type EncryptionKey,
} from "./encryption/decrypt.ts";
export { type EncryptedEnvelope, type EncryptedPart, readEncryptedEnvelope } from "./encryption/envelope.ts";
export { definitionsFolder, foldersOf, keysOf, prefixesOf, type Registry } from "./relations/key-layout.ts";
export type { Among, Lookup, Match, Reference, RelationId } from "./relations/relation.ts";
export { type Relations, relationsOf } from "./relations/relations.ts";
export { type ObjectName, type StoredObject, storedObjectOf } from "./relations/stored-object.ts";
export { descriptorOf, type NamespaceDescriptor } from "./schema/descriptor.ts";
export { createSchemaLookup, type SchemaLookup } from "./schema/lookup.ts";
export type {
  FieldSchema,
  JsonForm,
  KindSchema,
  KubernetesSchema,
  MessageSchema,
} from "./schema/schema.ts";
export { coverSecret } from "./secret/cover.ts";
export { harmlessAnnotations } from "./secret/harmless.ts";
export { SecretPlaceFault, type SecretRules, secretRules } from "./secret/rules.ts";
export { type SecretSpan, wholeSpan } from "./secret/secret-span.ts";
export { secretSpans } from "./secret/spans.ts";
export {
  type SecretPlace,
  secretBytes,
  secretFolders,
  secretKinds,
  secretPlaces,
  secretShapes,
} from "./secret/table.ts";
export { UserSchemaFault } from "./user-schema/fault.ts";
export type { ProtoFile } from "./user-schema/parse.ts";
export {
  type MessageMapping,
  readUserSchema,
  type UserMessage,
  type UserSchema,
  type UserSchemaInput,
} from "./user-schema/user-schema.ts";
export type { Fact } from "./within/fact.ts";
export { type OpenedWithin, openWithin } from "./within/open.ts";
export type { Openers, Packing, Unpacked, ValueWithin, What } from "./within/what.ts";
export { valuesWithin } from "./within/within.ts";
export type { YamlRefusal, YamlScalar, YamlTree } from "./within/yaml.ts";
