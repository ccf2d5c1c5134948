import { readBase64, readHex } from "./encoded-text.ts";
import { readEtcdctlFields } from "./etcdctl-fields.ts";
import { readEtcdctlHex } from "./etcdctl-hex.ts";
import { readEtcdctlJson } from "./etcdctl-json.ts";
import { readEtcdctlProtobuf } from "./etcdctl-protobuf.ts";
import { readJsonLines } from "./json-lines.ts";
import { readKeyLines } from "./key-lines.ts";
import type { Recogniser, Stored } from "./stored.ts";
import { markAt } from "./value-start.ts";

/** The values that an input holds, and the forms it was recognised as, the outermost first; none for a value as stored. */
export interface Input {
  readonly forms: readonly string[];
  readonly stored: readonly Stored[];
}

/** In this order: what is surer comes first. */
const recognisers: readonly Recogniser[] = [
  readEtcdctlJson,
  readEtcdctlFields,
  readEtcdctlHex,
  readKeyLines,
  readJsonLines,
  readBase64,
  readHex,
  readEtcdctlProtobuf,
];

/**
 * What a person may hand over in place of a stored value. A value that says by its first bytes what it is stays as it
 * is, and so does everything that is of no form for sure; what is base64 or hex is opened only where it holds what an
 * API server stores.
 */
export function recognise(input: Uint8Array): Input {
  if (markAt(input, 0) !== null) return asStored(input);
  const text = withoutMark(input);
  if (text === null) return recogniseText(input);
  const inside = recogniseText(text.bytes);
  return { forms: [text.form, ...inside.forms], stored: inside.stored };
}

/** Without looking for a byte order mark: behind the first one, another is a character. */
function recogniseText(input: Uint8Array): Input {
  if (markAt(input, 0) !== null) return asStored(input);
  for (const read of recognisers) {
    const found = read(input);
    if (found !== null) return { forms: [found.form], stored: found.stored };
  }
  return asStored(input);
}

/** The bytes themselves, of no form. */
export const asStored = (value: Uint8Array): Input => ({ forms: [], stored: [{ key: undefined, value }] });

/** Text behind a byte order mark, as UTF-8 without it; null where there is none, or no text follows it. */
function withoutMark(input: Uint8Array): { form: string; bytes: Uint8Array } | null {
  const [first, second, third] = input;
  if (first === 0xef && second === 0xbb && third === 0xbf)
    return { form: "UTF-8 behind a byte order mark", bytes: input.subarray(3) };
  if (first === 0xff && second === 0xfe) return utf16(input, "UTF-16 LE", "utf-16le");
  return first === 0xfe && second === 0xff ? utf16(input, "UTF-16 BE", "utf-16be") : null;
}

function utf16(input: Uint8Array, form: string, label: string): { form: string; bytes: Uint8Array } | null {
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(input);
    return { form: `text in ${form}, by its byte order mark`, bytes: Buffer.from(text) };
  } catch {
    return null;
  }
}
