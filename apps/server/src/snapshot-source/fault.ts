import { SourceFault } from "@etcdscope/keyspace";
import { NotASnapshot, SnapshotDamage } from "@etcdscope/snapshot";

/** Runs what reads a snapshot; whatever goes wrong in it becomes a fault, or the signal's reason where it aborted. */
export async function withFaults<T>(run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await run();
  } catch (error) {
    signal?.throwIfAborted();
    throw faultOf(error);
  }
}

function faultOf(error: unknown): SourceFault {
  if (error instanceof SourceFault) return error;
  if (error instanceof SnapshotDamage) {
    const detail = { offset: error.offset, ...(error.page === undefined ? {} : { page: error.page }) };
    return new SourceFault("snapshot_damaged", error.message, { detail, cause: error });
  }
  if (error instanceof NotASnapshot)
    return new SourceFault("snapshot_damaged", error.message, { cause: error });
  const code = errorCode(error);
  if (code === undefined)
    return new SourceFault("internal", "The snapshot could not be read.", { cause: error });
  return new SourceFault(
    "source_unavailable",
    sentences.get(code) ?? `The snapshot cannot be read (${code}).`,
    {
      cause: error,
    },
  );
}

/** What the operating system says most often, for people. */
const sentences: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "There is no such snapshot file."],
  ["EACCES", "The snapshot file may not be read by this user."],
  ["EPERM", "The snapshot file may not be read by this user."],
  ["EBADF", "The snapshot is closed."],
]);

function errorCode(error: unknown): string | undefined {
  const isSystemError = error instanceof Error && "code" in error && typeof error.code === "string";
  return isSystemError ? String(error.code) : undefined;
}
