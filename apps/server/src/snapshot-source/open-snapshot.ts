import { createHash, randomInt } from "node:crypto";
import { tmpdir } from "node:os";
import { basename } from "node:path";
import { type KeySource, SourceFault } from "@etcdscope/keyspace";
import {
  checkTrailer,
  readSnapshot,
  type Sha256,
  type Snapshot,
  type TrailerVerdict,
} from "@etcdscope/snapshot";
import { SnapshotCluster } from "./cluster-state.ts";
import { withFaults } from "./fault.ts";
import { type OpenFile, openFile } from "./file.ts";
import { inflate } from "./inflate.ts";
import { RevisionIndex } from "./revision-index.ts";
import { SnapshotSource } from "./snapshot-source.ts";

export interface SnapshotOptions {
  /** What the source is called; the file's name when absent. */
  readonly name?: string;
  /** Opens a file whose sha256 does not fit its bytes; what is wrong is then only a warning. */
  readonly skipHashCheck?: boolean;
  /** Where a large compressed snapshot is unpacked; the system's folder for temporary files when absent. */
  readonly temporaryFolder?: string;
  /** Told, in sentences, what does not stop the snapshot from being read. */
  readonly onWarning?: (message: string) => void;
  readonly signal?: AbortSignal;
}

const unpackedInMemory = 64 * 1024 * 1024;
/** Twice of what etcd recommends as its largest database. */
const largestUnpacked = 16 * 1024 ** 3;

/**
 * Opens a snapshot of etcd: what `etcdctl snapshot save` writes, a copy of `member/snap/db`, or either under gzip.
 * Reads the file twice in order, for its hash and its history; memory holds the keys and some 50 bytes a revision.
 *
 * @throws SourceFault `snapshot_damaged` for a file that is damaged or no snapshot, `source_unavailable` for one that
 * cannot be read, `too_large` for one that unpacks without end.
 */
export async function openSnapshot(path: string, options: SnapshotOptions = {}): Promise<KeySource> {
  return await withFaults(async () => {
    const file = await openPossiblyCompressed(path, options);
    try {
      return await openOver(file, options.name ?? basename(path), options);
    } catch (error) {
      await file.close();
      throw error;
    }
  }, options.signal);
}

async function openPossiblyCompressed(path: string, options: SnapshotOptions): Promise<OpenFile> {
  const file = await openFile(path);
  if (!(await isCompressed(file))) return file;
  await file.close();
  return await inflate(path, {
    temporaryFolder: options.temporaryFolder ?? tmpdir(),
    memoryLimit: unpackedInMemory,
    sizeLimit: largestUnpacked,
    signal: options.signal,
  });
}

async function isCompressed(file: OpenFile): Promise<boolean> {
  try {
    const [first, second] = await file.read(0, 2);
    return first === 0x1f && second === 0x8b;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openOver(file: OpenFile, name: string, options: SnapshotOptions): Promise<KeySource> {
  const snapshot = await readSnapshot(file);
  const { index, hash } = await readBoth(file, snapshot, options.signal);
  const wrong = trailerProblems.get(hash);
  if (wrong !== undefined && options.skipHashCheck !== true) throw new SourceFault("snapshot_damaged", wrong);
  for (const warning of [wrong, ...snapshot.facts.warnings])
    if (warning !== undefined) options.onWarning?.(warning);
  const cluster = new SnapshotCluster({ snapshot, hash, fileSize: await file.size() });
  return new SnapshotSource(name, file, index, cluster);
}

/** The history and the hash at the same time: while one waits for the disk the other has work to do. */
async function readBoth(file: OpenFile, snapshot: Snapshot, signal: AbortSignal | undefined) {
  const hashing = new AbortController();
  const signals = signal === undefined ? [hashing.signal] : [hashing.signal, signal];
  const verdict = checkTrailer(file, sha256(), AbortSignal.any(signals));
  // A page that is damaged says where: that helps more than the hash alone.
  verdict.catch(() => undefined);
  try {
    const index = await RevisionIndex.build(snapshot, { seed: randomInt(2 ** 32), signal });
    return { index, hash: await verdict };
  } finally {
    hashing.abort();
    await verdict.catch(() => undefined);
  }
}

const trailerProblems: ReadonlyMap<TrailerVerdict, string> = new Map([
  ["mismatch", "The snapshot is damaged: its bytes do not fit the sha256 at its end."],
  ["cut", "The snapshot is damaged: it ends neither with a page nor with a whole sha256."],
]);

function sha256(): Sha256 {
  const hash = createHash("sha256");
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}
