import { decodeUtf8 } from "../text/utf8.ts";
import { decodeJsonString, unescaped } from "./string.ts";

/** The member names of a JSON text. They are cut out of the whole text, which is quicker than to decode each of them. */
export class SoundNames {
  private readonly bytes: Uint8Array;
  private readonly start: number;
  /** Empty where a unit of it would not be a byte. */
  private readonly text: string;

  constructor(bytes: Uint8Array, start: number, end: number) {
    const text = decodeUtf8(bytes, start, end);
    this.bytes = bytes;
    this.start = start;
    this.text = text.length === end - start ? text : "";
  }

  /** The text between the quotes of a string token. */
  name(start: number, end: number): string {
    if (this.text === "") return decodeJsonString(this.bytes, start, end);
    return unescaped(this.text.slice(start - this.start, end - this.start));
  }
}
