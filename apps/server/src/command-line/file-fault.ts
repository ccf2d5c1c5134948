import { UnreadableFile } from "../files/read-file.ts";
import { CommandFault } from "./faults.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file.",
  EACCES: "The file may not be read by this user.",
  EISDIR: "This is a folder; a file is needed.",
};

/** Why a file cannot be read, in a sentence that names it; other errors as they are. */
export function fileFault(error: unknown, path: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = error instanceof UnreadableFile ? error.message : reasons[code];
  return reason === undefined ? error : new CommandFault(`${path}: ${reason}`);
}
