export { isSelfDescribedCbor, parseCbor } from "./cbor/parse.ts";
export { deepestNode, maxDepth, mostNodes } from "./field/bounds.ts";
export { eachField, fieldsAt, type LocatedField, spansOfPath } from "./field/locate.ts";
export {
  damagedField,
  Field,
  type FieldNode,
  type Inside,
  type Place,
  plainField,
  spanOf,
  valueSpanOf,
  type WireType,
} from "./field/node.ts";
export {
  childPath,
  entryKey,
  formatPath,
  itemPath,
  memberPath,
  type PathStep,
  parsePath,
} from "./field/path.ts";
export { readNumeric, readScalar, type Scalar, scalarText } from "./field/scalar.ts";
export type { Span } from "./field/span.ts";
export { type JsonProblem, type JsonTree, parseJson } from "./json/parse.ts";
export { soundJsonFields } from "./json/sound.ts";
export { decodeJsonString } from "./json/string.ts";
export { isJson, writeJsonText } from "./json/text.ts";
export type { Redact, ValueBounds } from "./json/write.ts";
export { parseMsgpack } from "./msgpack/parse.ts";
export { writeMsgpackNode } from "./msgpack/write.ts";
export { type HexRow, hexRows, hexText } from "./print/hex.ts";
export { JsonWriter, type JsonWriterOptions } from "./print/json-writer.ts";
export { memberName } from "./print/member-name.ts";
export { writeNode } from "./print/write-node.ts";
export type { DocumentWriter, MemberName, PrintedText, TextRange } from "./print/writer.ts";
export { YamlWriter } from "./print/yaml-writer.ts";
export { ElementCounts } from "./protobuf/element-counts.ts";
export { packedFields } from "./protobuf/packed.ts";
export { WireReader } from "./protobuf/reader.ts";
export {
  type ExpandPayload,
  type FieldShape,
  type MessageComplaint,
  type MessageShape,
  type ScalarType,
  wireTypeOf,
} from "./protobuf/shape.ts";
export { messageFields } from "./protobuf/tree.ts";
export {
  guessPayload,
  looksLikeProtobuf,
  type ProtobufLikelihood,
  possiblePayloads,
  type WireChoices,
  type WireGuess,
  wireFields,
} from "./protobuf/wire.ts";
export {
  type BytesReading,
  type BytesReadingId,
  bytesReadingIds,
  readingsOfBytes,
} from "./readings/readings.ts";
export { encodeBase64 } from "./text/base64.ts";
export { decodeUtf8, encodeUtf8, invalidUtf8At, isPlainText } from "./text/utf8.ts";
