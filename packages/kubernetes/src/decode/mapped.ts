import { isPlainText, WireReader } from "@etcdscope/codec";
import type { UserMessage } from "../user-schema/user-schema.ts";
import type { Reading } from "./plain.ts";

/**
 * Reads a value as the message that its key is mapped to. Null for a text that is no message at all: it is better
 * shown as what it is.
 */
export function readMapped(bytes: Uint8Array, message: UserMessage): Reading | null {
  if (isPlainText(bytes, 0, bytes.length) && !isMessage(bytes)) return null;
  const fields = message.fields(bytes);
  return {
    encoding: { id: "protobuf", schema: `${message.name} from ${message.file}` },
    fields,
    write: message.writer(bytes, fields),
    label: (node) => message.label(bytes, node),
  };
}

/** A reading of a value that was said to be something else. */
export function notAsMapped(reading: Reading, { name, keys }: UserMessage): Reading {
  const reason = reading.encoding.reason ?? `"${keys}" maps it to ${name}, which it is not`;
  return { ...reading, encoding: { ...reading.encoding, reason } };
}

/** Whether the outermost fields can be read to the last byte. */
function isMessage(bytes: Uint8Array): boolean {
  const reader = new WireReader(bytes);
  while (reader.next());
  return reader.problem === null;
}
