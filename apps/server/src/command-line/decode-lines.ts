import { type Decoded, type Decoder, printJson } from "@etcdscope/kubernetes";
import { base64Bytes } from "../decode-input/encoded-text.ts";
import { CommandFault } from "./faults.ts";
import { type Line, LineSplitter } from "./line-splitter.ts";
import { print, type Terminal } from "./terminal.ts";

/** Bytes of a line at most: the largest value that etcd can be made to store, in base64, and room. */
const longestLine = 128 * 1024 * 1024;
/** Characters that are collected before they are written. */
const written = 64 * 1024;

/** One value to decode, as a line gives it. */
interface Stored {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** A line that holds no value. */
class LineFault extends Error {}

/**
 * Decodes JSON lines `{"key"?, "valueB64"}` into JSON lines, one for one and in order, as they come. A line that is
 * none gets an answer with its error too, and fails the command at the end.
 */
export async function decodeLines(
  input: AsyncIterable<Uint8Array>,
  decoder: Decoder,
  terminal: Terminal,
): Promise<void> {
  const splitter = new LineSplitter(longestLine);
  let unread = 0;
  const answerAll = async (lines: Iterable<Line>): Promise<void> => {
    let text = "";
    for (const line of lines) {
      const answer = answerOf(line, decoder);
      if (answer.isUnread) unread++;
      text += answer.text;
      if (text.length < written) continue;
      await print(terminal, text);
      text = "";
    }
    if (text !== "") await print(terminal, text);
  };
  for await (const chunk of input) await answerAll(splitter.push(chunk));
  await answerAll(splitter.end());
  if (unread > 0) throw new CommandFault(`${unread} of the lines held no value; their answers say why.`);
}

function answerOf(line: Line, decoder: Decoder): { text: string; isUnread: boolean } {
  if (line !== undefined && isBlank(line)) return { text: "", isUnread: false };
  try {
    const { key, value } = storedIn(line);
    return { text: decodedLine(decoder.decode(key, value)), isUnread: false };
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    const nothing = { apiVersion: null, kind: null, encoding: null, json: null, error: error.message };
    return { text: `${JSON.stringify(nothing)}\n`, isUnread: true };
  }
}

/** The document is put in as it is printed: parsed and written again, its numbers would not stay exact. */
function decodedLine(decoded: Decoded): string {
  const { apiVersion = null, kind = null, id, outcome, reason } = decoded.encoding;
  const head = JSON.stringify({ apiVersion, kind, encoding: id });
  const json = printJson(decoded, { indent: 0, ranges: false })?.text ?? "null";
  const error = outcome === "ok" ? "" : `,"error":${JSON.stringify(reason ?? "it could not be decoded")}`;
  return `${head.slice(0, -1)},"json":${json}${error}}\n`;
}

function storedIn(line: Line): Stored {
  if (line === undefined) throw new LineFault(`The line is longer than ${longestLine} bytes.`);
  const { key, valueB64 } = membersOf(Buffer.from(line).toString("utf8"));
  if (typeof valueB64 !== "string") throw new LineFault("The line has no text valueB64.");
  if (key !== undefined && typeof key !== "string") throw new LineFault("The line's key is no text.");
  return { key: Buffer.from(key ?? ""), value: bytesIn(valueB64) };
}

function membersOf(text: string): { key?: unknown; valueB64?: unknown } {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    throw new LineFault("The line is not JSON.");
  }
}

function bytesIn(base64: string): Uint8Array {
  const bytes = base64Bytes(base64);
  if (bytes === undefined) throw new LineFault("The line's valueB64 is not base64.");
  return bytes;
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
