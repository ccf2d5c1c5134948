import { memberPath, memberStep } from "../field/path.ts";
import { encodeUtf8 } from "../text/utf8.ts";
import type { MemberName, MemberText } from "./writer.ts";

/** Prepares a member name for the writers. */
export function memberName(text: string): MemberName {
  const quoted = JSON.stringify(text);
  return {
    text,
    spaced: memberText(`${quoted}: `),
    tight: memberText(`${quoted}:`),
    step: memberStep(text),
    rootStep: memberPath("", text),
  };
}

/** Escapes what is not ASCII, so that no eight bytes are taken for a number that is none, and units are bytes. */
function memberText(text: string): MemberText {
  const bytes = encodeUtf8(text.replace(/[^ -~]/g, escapeUnit));
  const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8).fill(0x20);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  const eights = Float64Array.from({ length: padded.length / 8 }, (_, i) => view.getFloat64(i * 8));
  return { eights, length: bytes.length };
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
