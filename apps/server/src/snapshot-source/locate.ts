import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { SourceFault } from "@etcdscope/keyspace";

/** Where a snapshot is to be read. */
export interface Located {
  readonly path: string;
  /** The member of an archive that is meant. */
  readonly member?: string;
  /** What a person should know of such a place: each a sentence. */
  readonly notes: readonly string[];
}

const inDataFolder =
  "This is the database inside a data directory: if etcd is running on it, the copy may be inconsistent, and it has no sha256. “etcdctl snapshot save” takes a consistent one.";

/**
 * Finds the file that a person means: the path itself, `member/snap/db` of a data directory, or ARCHIVE#MEMBER.
 *
 * @throws SourceFault `source_unavailable` for a folder without a database, and what `stat` throws.
 */
export async function locate(given: string): Promise<Located> {
  const found = await statOrUndefined(given);
  if (found?.isDirectory() === true) return await inFolder(given);
  const mark = given.lastIndexOf("#");
  if (found !== undefined || mark <= 0) return { path: given, notes: [] };
  const path = given.slice(0, mark);
  const isArchive = (await statOrUndefined(path))?.isFile() === true;
  return isArchive ? { path, member: given.slice(mark + 1), notes: [] } : { path: given, notes: [] };
}

async function inFolder(folder: string): Promise<Located> {
  for (const place of ["member/snap/db", "snap/db", "db"]) {
    const path = join(folder, place);
    if ((await statOrUndefined(path))?.isFile() === true) return { path, notes: [inDataFolder] };
  }
  const names = await readdir(folder);
  const message = names.some((name) => name.endsWith(".wal"))
    ? "This is the folder of etcd's write-ahead log, which holds requests and no keys: open member/snap/db of the same data directory."
    : "The path is a folder without a database of etcd: neither member/snap/db nor snap/db nor db is in it.";
  throw new SourceFault("source_unavailable", message);
}

/** `undefined` where there is nothing; other failures are told when the file is opened. */
async function statOrUndefined(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}
