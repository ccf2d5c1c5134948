import { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import type { SnapshotFile } from "@etcdscope/snapshot";

/** Takes what was unpacked; answers `false` where it wants no more. */
export type Sink = (bytes: Uint8Array) => Promise<unknown>;

export interface Inflated {
  /** Where the deflate stream ends in the file, or about where it stops making sense. */
  readonly end: number;
  readonly outcome: "whole" | "cut" | "corrupt" | "stopped";
}

const chunkSize = 64 * 1024;

/** The bytes `[from, until)` of a file, piece by piece. */
export async function* chunksOf(file: SnapshotFile, from: number, until: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < until; ) {
    const bytes = await file.read(at, Math.min(chunkSize, until - at));
    if (bytes.length === 0) return;
    yield bytes;
    at += bytes.length;
  }
}

/** Unpacks the raw deflate stream (RFC 1951) that begins at `from`. What was unpacked before damage reaches the sink. */
export async function inflateAt(
  file: SnapshotFile,
  range: { readonly from: number; readonly until: number },
  sink: Sink,
): Promise<Inflated> {
  const { from, until } = range;
  const engine = createInflateRaw();
  const source = Readable.from(chunksOf(file, from, until));
  source.on("error", (error) => engine.destroy(error));
  source.pipe(engine);
  const ended = (outcome: Inflated["outcome"]): Inflated => ({ end: from + engine.bytesWritten, outcome });
  try {
    for await (const chunk of engine) if ((await sink(chunk)) === false) return ended("stopped");
    return ended("whole");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!code.startsWith("Z_")) throw error;
    return code === "Z_BUF_ERROR" ? { end: until, outcome: "cut" } : ended("corrupt");
  } finally {
    source.destroy();
    engine.destroy();
  }
}
