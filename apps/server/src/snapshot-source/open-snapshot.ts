import { createHash, randomInt } from "node:crypto";
import { tmpdir } from "node:os";
import { basename } from "node:path";
import { type KeySource, type SourceDamage, SourceFault } from "@etcdscope/keyspace";
import {
  checkTrailer,
  readSnapshot,
  type Sha256,
  type Snapshot,
  type SnapshotDamage,
} from "@etcdscope/snapshot";
import { SnapshotCluster } from "./cluster-state.ts";
import { DamageLog, damageSentences, withoutHash } from "./damage-log.ts";
import { withFaults } from "./fault.ts";
import { type OpenFile, openFile } from "./file.ts";
import { inflate } from "./inflate.ts";
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
 * Opens a snapshot of etcd: what `etcdctl snapshot save` writes, a copy of `member/snap/db`, or either under gzip.
 * Reads the file twice in order, for its hash and its history; memory holds the keys and some 50 bytes a revision.
 *
 * A damaged page costs what is in it and behind it in the tree, and no more: the source tells of it.
 *
 * @throws SourceFault `snapshot_damaged` for a file that is no snapshot, of which nothing can be read, or, where asked
 * for, that is damaged at all; `source_unavailable` for one that cannot be read, `too_large` for one that unpacks
 * without end.
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
  const log = new DamageLog();
  const onDamage = options.isStrict === true ? refuse : (damage: SnapshotDamage) => log.add(damage);
  const snapshot = await readSnapshot(file, { onDamage });
  const { index, hash } = await readBoth(file, snapshot, options.signal);
  if (log.first !== undefined && index.isEmpty) throw log.first;
  const { facts } = snapshot;
  const freelist = await snapshot.account(options.signal);
  if (freelist !== undefined) log.addFreelist(freelist);
  const damage = log.told(facts.pageCount, options.skipHashCheck === true ? "absent" : hash);
  if (options.isStrict === true) refuseDamage(damage);
  if (options.isStrict === true && hash === "absent") options.onWarning?.(`It is ${withoutHash}.`);
  for (const warning of [...(damage === undefined ? [] : [damageSentences(damage)]), ...facts.warnings])
    options.onWarning?.(warning);
  const cluster = new SnapshotCluster({ snapshot, hash, fileSize: await file.size() });
  return new SnapshotSource({ name, file, index, cluster, damage });
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
