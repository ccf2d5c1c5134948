import type { OpenFile } from "../file.ts";

/** A part of a file as a file, read in place; fewer bytes where the file ends before. Closing it closes the whole. */
export async function sliceOf(whole: OpenFile, offset: number, length: number): Promise<OpenFile> {
  const size = Math.max(0, Math.min(length, (await whole.size()) - offset));
  return {
    size: async () => size,
    read: (at, count, into) => whole.read(offset + at, Math.max(0, Math.min(count, size - at)), into),
    close: () => whole.close(),
  };
}
