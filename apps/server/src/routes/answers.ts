import {
  type ChildAnswer,
  type ChildrenAnswer,
  type DamageAnswer,
  keyNameOf,
  type SourceAnswer,
  toBase64Url,
} from "@etcdscope/contract";
import type { SourceDamage } from "@etcdscope/keyspace";
import type { BuildProgress } from "../explorer/building.ts";
import type { Level, LevelChild } from "../explorer/levels.ts";
import type { SourceStatus } from "../explorer/status.ts";
import type { IndexCost } from "../explorer/weighing.ts";

/** A source as the contract tells it. */
export function sourceAnswer(status: SourceStatus): SourceAnswer {
  const { id, kind, name, state, can, progress, cost, problem, damage } = status;
  return {
    id,
    kind,
    name,
    state,
    revision: String(status.revision),
    oldestRevision: status.oldestRevision === undefined ? null : String(status.oldestRevision),
    heardAt: status.heardAt?.toISOString() ?? null,
    keyCount: status.keyCount ?? null,
    ...(progress === undefined ? {} : { progress: progressAnswer(progress) }),
    ...(cost === undefined ? {} : { indexCost: costAnswer(cost) }),
    ...(problem === undefined
      ? {}
      : { problem: { code: problem.code, message: problem.message, since: problem.since.toISOString() } }),
    ...(damage === undefined ? {} : { damage: damageAnswer(damage) }),
    can,
  };
}

function progressAnswer({
  keys,
  total,
  keysPerSecond,
}: BuildProgress): NonNullable<SourceAnswer["progress"]> {
  return { keys, total: total ?? null, keysPerSecond: keysPerSecond ?? null };
}

function costAnswer({ keys, isWhole, bytes }: IndexCost): NonNullable<SourceAnswer["indexCost"]> {
  return { keys, keysExact: isWhole, bytes: bytes ?? null };
}

function damageAnswer(damage: SourceDamage): DamageAnswer {
  const { pages, pageCount, places, hash, freelist, packing } = damage;
  return {
    pages,
    pageCount,
    places: places.map(({ page, offset, reason }) => ({ page: page ?? null, offset, reason })),
    hash: hash ?? null,
    freelist: freelist ?? 0,
    packing: packing ?? null,
  };
}

/** A page of children as the contract tells it. */
export function childrenAnswer({ revision, children, total, before, next }: Level): ChildrenAnswer {
  return {
    revision: String(revision),
    children: children.map(childAnswer),
    total: total ?? null,
    ...(before === undefined ? {} : { before }),
    next: next === undefined ? null : toBase64Url(next),
  };
}

function childAnswer(child: LevelChild): ChildAnswer {
  const { key: name, keyb: nameb } = keyNameOf(child.name);
  const { isKey, isPrefix, count, countExact, chain } = child;
  return {
    name,
    ...(nameb === undefined ? {} : { nameb }),
    ...keyNameOf(child.key),
    isKey,
    isPrefix,
    count,
    countExact,
    ...(chain !== undefined && { chain: keyNameOf(chain) }),
  };
}
