import { createHash, randomInt } from "node:crypto";
import { tmpdir } from "node:os";
import { basename } from "node:path";
import { type KeySource, type PackingDamage, type SourceDamage, SourceFault } from "@etcdscope/keyspace";
import {
  checkTrailer,
  NotASnapshot,
  readSnapshot,
  type Sha256,
  type Snapshot,
  SnapshotDamage,
  type TrailerVerdict,
} from "@etcdscope/snapshot";
import { SnapshotCluster } from "./cluster-state.ts";
import { DamageLog, damageSentences, withoutHash } from "./damage-log.ts";
import { withFaults } from "./fault.ts";
import { type OpenFile, openFile } from "./file.ts";
import { locate } from "./locate.ts";
import { withoutMetas } from "./packing/content.ts";
import { packingSentence } from "./packing/sentences.ts";
import { headSize } from "./packing/spool.ts";
import { unpack } from "./packing/unpack.ts";
import { RevisionIndex } from "./revision-index.ts";
import { SnapshotSource } from "./snapshot-source.ts";

export interface SnapshotOptions {
  /** What the source is called; the file's name when absent. */
  readonly name?: string;
  /** Says nothing of a sha256 that does not fit the bytes. */
  readonly skipHashCheck?: boolean;
  /** Opens a file only where nothing is damaged. */
  readonly isStrict?: boolean;
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
 * Opens a snapshot of etcd: what `etcdctl snapshot save` writes or a copy of `member/snap/db`, plain, compressed with
 * gzip or zstd, or in a zip or tar archive; of a data directory its database. What a file is packed in, its bytes tell.
 * Reads the file twice in order, for its hash and its history; memory holds the keys and some 50 bytes a revision.
 *
 * A damaged page costs what is in it and behind it in the tree, and no more; of a damaged packed file what can be
 * unpacked is read: the source tells of it.
 *
 * @throws SourceFault `snapshot_damaged` for a file that is no snapshot, of which nothing can be read, or, where asked
 * for, that is damaged at all; `source_unavailable` for one that cannot be read, `too_large` for one that unpacks
 * without end, `not_supported` for one that has to be unpacked by other means or is one of several.
 */
export async function openSnapshot(path: string, options: SnapshotOptions = {}): Promise<KeySource> {
  return await withFaults(async () => {
    const located = await locate(path);
    const { file, packing } = await unpack(await openFile(located.path), {
      ...located,
      temporaryFolder: options.temporaryFolder ?? tmpdir(),
      memoryLimit: unpackedInMemory,
      sizeLimit: largestUnpacked,
      signal: options.signal,
    });
    try {
      return await openOver({ file, packing, notes: located.notes }, options.name ?? basename(path), options);
    } catch (error) {
      await file.close();
      throw await explained(error, file, packing);
    }
  }, options.signal);
}

/** Why a database cannot be read: what it was unpacked from may be the cause, and its pages may be there all the same. */
async function explained(
  error: unknown,
  file: OpenFile,
  packing: PackingDamage | undefined,
): Promise<unknown> {
  const isDamage = error instanceof SnapshotDamage || error instanceof NotASnapshot;
  if (!isDamage) return error;
  const pages = error instanceof NotASnapshot ? withoutMetas(await file.read(0, headSize)) : undefined;
  if (packing === undefined && pages === undefined) return error;
  const before = packing === undefined ? "" : `${packingSentence(packing)} `;
  return new SourceFault("snapshot_damaged", `${before}${pages ?? error.message}`, { cause: error });
}

interface Database {
  readonly file: OpenFile;
  readonly packing: PackingDamage | undefined;
  readonly notes: readonly string[];
}

async function openOver(database: Database, name: string, options: SnapshotOptions): Promise<KeySource> {
  const { file, packing, notes } = database;
  const log = new DamageLog();
  log.addPacking(packing);
  const onDamage = options.isStrict === true ? refuse : (damage: SnapshotDamage) => log.add(damage);
  const snapshot = await readSnapshot(file, { onDamage });
  const { index, hash } = await readBoth(file, snapshot, options.signal);
  if (log.first !== undefined && index.isEmpty) throw log.first;
  const { facts } = snapshot;
  const freelist = await snapshot.account(options.signal);
  if (freelist !== undefined) log.addFreelist(freelist);
  const damage = log.told(facts.pageCount, options.skipHashCheck === true ? "absent" : hash);
  if (options.isStrict === true) refuseDamage(damage);
  warn([...notesOf(damage, hash, options), ...notes, ...facts.warnings], options);
  const cluster = new SnapshotCluster({ snapshot, hash, fileSize: await file.size(), notes });
  return new SnapshotSource({ name, file, index, cluster, damage });
}

function notesOf(damage: SourceDamage | undefined, hash: TrailerVerdict, options: SnapshotOptions): string[] {
  const isUnhashed = options.isStrict === true && hash === "absent";
  return [
    ...(damage === undefined ? [] : [damageSentences(damage)]),
    ...(isUnhashed ? [`It is ${withoutHash}.`] : []),
  ];
}

function warn(warnings: readonly string[], { onWarning }: SnapshotOptions): void {
  for (const warning of warnings) onWarning?.(warning);
}

function refuse(damage: SnapshotDamage): never {
  throw damage;
}

function refuseDamage(damage: SourceDamage | undefined): void {
  if (damage !== undefined) throw new SourceFault("snapshot_damaged", damageSentences(damage));
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

function sha256(): Sha256 {
  const hash = createHash("sha256");
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}
