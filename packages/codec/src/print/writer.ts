/** A text in UTF-8 that is written often: eight bytes in each number, the last one filled up with spaces. */
export interface MemberText {
  readonly eights: Float64Array;
  /** Length in bytes. */
  readonly length: number;
}

/** A member name that is known beforehand, with what the writers need of it. */
export interface MemberName {
  readonly text: string;
  /** `"name": ` and `"name":`. */
  readonly spaced: MemberText;
  readonly tight: MemberText;
  /** What it adds to the path of its object (`.name`, `["odd name"]`), and what it is at the root. */
  readonly step: string;
  readonly rootStep: string;
}

/**
 * Takes a document as a sequence of events. In an object every value follows `member…`, in a list it follows `item`.
 * Byte ranges are handed over as they are stored, so that a writer need not make a string of each.
 */
export interface DocumentWriter {
  beginObject(): void;
  endObject(): void;
  beginArray(): void;
  endArray(): void;
  item(): void;
  member(name: MemberName): void;
  memberText(name: string): void;
  /** A member name in UTF-8. */
  memberUtf8(bytes: Uint8Array, start: number, end: number): void;
  /** A member name as the inside of a JSON string token. */
  memberJson(bytes: Uint8Array, start: number, end: number): void;
  /** A string in UTF-8; bytes that are not become U+FFFD. */
  utf8(bytes: Uint8Array, start: number, end: number): void;
  /** The inside of a JSON string token, escapes included. */
  jsonString(bytes: Uint8Array, start: number, end: number): void;
  base64(bytes: Uint8Array, start: number, end: number): void;
  /** A whole JSON text that is known to be sound. */
  jsonText(bytes: Uint8Array, start: number, end: number): void;
  text(text: string): void;
  /** A number, `true`, `false` or `null` as it is written. */
  literal(text: string): void;
  /** The same from bytes, which are ASCII. */
  literalBytes(bytes: Uint8Array, start: number, end: number): void;
}

/** A printed value's place in a text: its path, and where it starts and ends in UTF-16 units. */
export type TextRange = [path: string, start: number, end: number];

export interface PrintedText {
  readonly text: string;
  /**
   * In the order of the text; an object or list comes before what it holds. Empty when not asked for. They are made
   * when they are first looked at.
   */
  readonly ranges: readonly TextRange[];
}
