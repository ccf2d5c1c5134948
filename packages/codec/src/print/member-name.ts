import { memberPath, memberStep } from "../field/path.ts";
import { encodeUtf8 } from "../text/utf8.ts";
import type { MemberName } from "./writer.ts";

/** Prepares a member name for the writers. */
export function memberName(text: string): MemberName {
  const quoted = JSON.stringify(text);
  return {
    text,
    spaced: encodeUtf8(`${quoted}: `),
    tight: encodeUtf8(`${quoted}:`),
    step: memberStep(text),
    rootStep: memberPath("", text),
  };
}
