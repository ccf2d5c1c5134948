import Type, { type TSchema } from "typebox";
import { clusterSchemas } from "./cluster-schemas.ts";
import {
  base64url,
  count,
  errorCode,
  int64,
  keyName,
  listOf,
  nullable,
  oneOf,
  reference,
} from "./schema-parts.ts";

/** A list of so many items; the library writes the form of an older JSON Schema than OpenAPI reads. */
const tuple = (description: string, ...prefixItems: TSchema[]) =>
  Type.Unsafe<unknown>({
    type: "array",
    description,
    prefixItems,
    items: false,
    minItems: prefixItems.length,
  });
const span = tuple("Half-open byte range over the stored bytes.", count, count);

const DamageAnswer = Type.Object({
  pages: count,
  pageCount: count,
  places: Type.Array(Type.Object({ page: nullable(count), offset: count, reason: Type.String() })),
  hash: nullable(oneOf("mismatch", "cut")),
  freelist: count,
  packing: nullable(Type.Object({ fault: oneOf("cut", "corrupt", "checksum", "trailing"), offset: count })),
});

const SourceAnswer = Type.Object({
  id: Type.String(),
  kind: oneOf("etcd", "snapshot", "memory"),
  name: Type.String(),
  state: oneOf("ready", "indexing", "unindexed", "away", "failed"),
  revision: int64,
  oldestRevision: nullable(int64),
  heardAt: nullable(Type.String({ format: "date-time" })),
  keyCount: nullable(count),
  progress: Type.Optional(
    Type.Object({ keys: count, total: nullable(count), keysPerSecond: nullable(count) }),
  ),
  indexCost: Type.Optional(Type.Object({ keys: count, keysExact: Type.Boolean(), bytes: nullable(count) })),
  problem: Type.Optional(
    Type.Object({ code: errorCode, message: Type.String(), since: Type.String({ format: "date-time" }) }),
  ),
  damage: Type.Optional(reference("DamageAnswer")),
  can: Type.Object({
    follow: Type.Boolean(),
    history: Type.Boolean(),
    cluster: Type.Boolean(),
    index: Type.Boolean(),
  }),
});

const SourcesAnswer = Type.Object({
  sources: listOf("SourceAnswer"),
  version: Type.String(),
  masksSecrets: Type.Boolean(),
});

const ChildAnswer = Type.Object({
  ...keyName,
  name: Type.String(),
  nameb: Type.Optional(base64url),
  isKey: Type.Boolean(),
  isPrefix: Type.Boolean(),
  count,
  countExact: Type.Boolean(),
  chain: Type.Optional(Type.Object(keyName)),
});

const ChildrenAnswer = Type.Object({
  revision: int64,
  children: listOf("ChildAnswer"),
  total: nullable(count),
  before: Type.Optional(count),
  next: nullable(base64url),
});

const SearchMatchAnswer = Type.Object({
  ...keyName,
  ranges: Type.Array(tuple("Half-open range of UTF-16 units of `key`.", count, count)),
});

const SearchAnswer = Type.Object({
  revision: int64,
  matches: listOf("SearchMatchAnswer"),
  total: count,
  searched: count,
  isWhole: Type.Boolean(),
  coverage: Type.Optional(
    Type.Object({
      indexed: nullable(count),
      prefixes: Type.Array(Type.Object({ ...keyName, searched: count, isWhole: Type.Boolean() })),
    }),
  ),
  next: nullable(Type.String()),
});

const EncodingAnswer = Type.Object({
  id: oneOf(
    "kubernetes-protobuf",
    "protobuf",
    "json",
    "cbor",
    "number",
    "text",
    "encrypted",
    "binary",
    "empty",
    "yaml",
    "certificate",
    "certificate-request",
    "public-key",
    "jwt",
  ),
  apiVersion: Type.Optional(Type.String()),
  kind: Type.Optional(Type.String()),
  schema: Type.Optional(Type.String()),
  provider: Type.Optional(Type.String()),
  keyName: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  outcome: oneOf("ok", "partial", "failed", "sealed"),
  reason: Type.Optional(Type.String()),
  offset: Type.Optional(count),
  explained: count,
});

const FieldAnswer = Type.Object({
  name: nullable(Type.String()),
  number: Type.Optional(count),
  wireType: Type.Optional(Type.String()),
  type: Type.Optional(Type.String()),
  path: Type.Optional(Type.String()),
  span,
  value: span,
  text: Type.Optional(Type.String()),
  label: Type.Optional(Type.String()),
  masked: Type.Optional(Type.Literal(true)),
  problem: Type.Optional(Type.String()),
  children: Type.Optional(listOf("FieldAnswer")),
  more: Type.Optional(count),
});

const FieldsAnswer = Type.Object({ fields: listOf("FieldAnswer"), more: count });

const MaskedAnswer = Type.Object({
  span,
  size: count,
  fingerprint: Type.String(),
  path: Type.Optional(Type.String()),
});

const WarningAnswer = Type.Object({ code: Type.String(), message: Type.String(), span: Type.Optional(span) });

const LayerAnswer = Type.Object({
  name: Type.String(),
  size: count,
  parent: span,
  provenance: Type.String(),
  encoding: reference("EncodingAnswer"),
  fields: nullable(listOf("FieldAnswer")),
  fieldsMore: Type.Optional(count),
  wire: nullable(listOf("FieldAnswer")),
  wireMore: Type.Optional(count),
  masked: listOf("MaskedAnswer"),
  warnings: listOf("WarningAnswer"),
});

const WithinAnswer = Type.Object({
  what: Type.String(),
  in: nullable(Type.String()),
  path: Type.Optional(Type.String()),
  span,
  layer: nullable(Type.String()),
  detail: Type.Optional(Type.String()),
  masked: Type.Optional(Type.Literal(true)),
});

const StepAnswer = Type.Object({
  layer: Type.String(),
  step: Type.String(),
  path: Type.Optional(Type.String()),
  parent: span,
  size: count,
});

const FactAnswer = Type.Object({ code: Type.String(), text: Type.String() });

const OpenedAnswer = Type.Object({
  layer: Type.String(),
  size: count,
  steps: listOf("StepAnswer"),
  facts: listOf("FactAnswer"),
});

const RevealAnswer = Type.Object({
  revision: int64,
  modRevision: int64,
  bytes: Type.String({ description: "Standard base64." }),
  opened: nullable(reference("ValueAnswer")),
  layerBytes: nullable(Type.String({ description: "Standard base64." })),
});

const AllocationAnswer = Type.Object({ value: Type.String(), offset: count, span, bit: count });

const AllocationsAnswer = Type.Object({
  of: oneOf("addresses", "ports", "uids"),
  range: Type.String(),
  total: count,
  count,
  allocated: listOf("AllocationAnswer"),
});

const NoteAnswer = Type.Object({
  code: oneOf("compact_revision", "quantities_restated"),
  message: Type.String(),
});

const ReadingAnswer = Type.Object({
  as: oneOf("uint16-be", "uint32-be", "uint64-be", "unix-s", "unix-ms", "unix-us", "unix-ns", "msgpack"),
  text: Type.String(),
});

const ValueAnswer = Type.Object({
  ...keyName,
  revision: int64,
  createRevision: int64,
  modRevision: int64,
  version: int64,
  lease: int64,
  keySize: count,
  size: count,
  encoding: reference("EncodingAnswer"),
  json: nullable(Type.String()),
  jsonLength: Type.Optional(count),
  jsonRanges: Type.Array(tuple("Path, start and end in `json`.", Type.String(), count, count)),
  fields: nullable(listOf("FieldAnswer")),
  fieldsMore: Type.Optional(count),
  wire: nullable(listOf("FieldAnswer")),
  wireMore: Type.Optional(count),
  masked: listOf("MaskedAnswer"),
  warnings: listOf("WarningAnswer"),
  layers: listOf("LayerAnswer"),
  documentLayer: nullable(Type.String()),
  allocations: nullable(reference("AllocationsAnswer")),
  notes: listOf("NoteAnswer"),
  readings: Type.Optional(listOf("ReadingAnswer")),
  within: listOf("WithinAnswer"),
  opened: nullable(reference("OpenedAnswer")),
  canReveal: Type.Boolean(),
});

const RelatedAnswer = Type.Object({
  ...keyName,
  group: Type.String(),
  kind: Type.String(),
  namespace: Type.Optional(Type.String()),
  name: Type.String(),
  state: oneOf("present", "missing", "forbidden"),
  otherUid: Type.Optional(Type.Literal(true)),
  optional: Type.Optional(Type.Literal(true)),
  path: Type.Optional(Type.String()),
  theirPath: Type.Optional(Type.String()),
});

const RelationAnswer = Type.Object({
  id: Type.String(),
  relation: Type.String(),
  kind: nullable(Type.String()),
  related: listOf("RelatedAnswer"),
  looked: count,
  total: count,
  next: nullable(base64url),
});

const RelationsAnswer = Type.Object({
  ...keyName,
  revision: int64,
  relations: listOf("RelationAnswer"),
  unsearched: nullable(oneOf("indexing", "too_large")),
});

const KeyChangeAnswer = Type.Object({ ...keyName, change: oneOf("inserted", "changed", "removed") });

const ChangesEvent = Type.Object({ revision: int64, keyCount: count, changes: listOf("KeyChangeAnswer") });

const ResyncEvent = Type.Object({ revision: int64 });

const HeartbeatEvent = Type.Object({ revision: int64 });

const ErrorAnswer = Type.Object({
  error: Type.Object({
    code: errorCode,
    message: Type.String(),
    detail: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
  }),
});

/** Every answer of the API as JSON Schema, by the name of its type; they refer to each other as OpenAPI does. */
export const answerSchemas = {
  DamageAnswer,
  SourceAnswer,
  SourcesAnswer,
  ChildAnswer,
  ChildrenAnswer,
  SearchMatchAnswer,
  SearchAnswer,
  EncodingAnswer,
  FieldAnswer,
  FieldsAnswer,
  MaskedAnswer,
  WarningAnswer,
  LayerAnswer,
  WithinAnswer,
  StepAnswer,
  FactAnswer,
  OpenedAnswer,
  RevealAnswer,
  AllocationAnswer,
  AllocationsAnswer,
  NoteAnswer,
  ReadingAnswer,
  ValueAnswer,
  RelatedAnswer,
  RelationAnswer,
  RelationsAnswer,
  KeyChangeAnswer,
  ChangesEvent,
  ResyncEvent,
  HeartbeatEvent,
  ...clusterSchemas,
  ErrorAnswer,
} as const;
