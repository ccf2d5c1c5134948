import { encodeUtf8, isPlainText, plainField } from "@etcdscope/codec";
import { type Reading, readJson } from "./plain.ts";

const mark = 3;

/** JSON behind the byte order mark of UTF-8, which no reader of JSON has to take; Kubernetes does not. */
export function readMarkedJson(bytes: Uint8Array): Reading | null {
  if (bytes[0] !== 0xef || bytes[1] !== 0xbb || bytes[2] !== 0xbf) return null;
  const reading = readJson(bytes, mark);
  if (reading === null) return null;
  const field = plainField(0, mark, "byte order mark");
  field.problem = "a byte order mark stands before the JSON";
  return { ...reading, fields: [field, ...reading.fields] };
}

/** Text in UTF-16 that says so by its byte order mark. */
export function readUtf16(bytes: Uint8Array): Reading | null {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!isLittle && (bytes[0] !== 0xfe || bytes[1] !== 0xff)) return null;
  const text = textOf(bytes, isLittle ? "utf-16le" : "utf-16be");
  if (text === null) return null;
  const field = plainField(0, bytes.length, `text in UTF-16 ${isLittle ? "LE" : "BE"}`);
  field.place = "same";
  const reason = `it is text in UTF-16 ${isLittle ? "LE" : "BE"}, by its byte order mark`;
  return { encoding: { id: "text", reason }, fields: [field], write: null, text: () => text };
}

/** Without control characters, as text in UTF-8 must be; null for what is none. */
function textOf(bytes: Uint8Array, label: string): string | null {
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    const utf8 = encodeUtf8(text);
    return text === "" || !isPlainText(utf8, 0, utf8.length) ? null : text;
  } catch {
    return null;
  }
}
