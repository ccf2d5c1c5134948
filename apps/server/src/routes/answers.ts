import {
  type ChildAnswer,
  type ChildrenAnswer,
  keyNameOf,
  type SourceAnswer,
  toBase64Url,
} from "@etcdscope/contract";
import type { KeyChild } from "@etcdscope/keyspace";
import type { Level } from "../explorer/explored-source.ts";
import type { SourceStatus } from "../explorer/status.ts";

/** A source as the contract tells it. */
export function sourceAnswer(status: SourceStatus): SourceAnswer {
  const { id, kind, name, state, can, progress, problem } = status;
  return {
    id,
    kind,
    name,
    state,
    revision: String(status.revision),
    oldestRevision: status.oldestRevision === undefined ? null : String(status.oldestRevision),
    keyCount: status.keyCount ?? null,
    ...(progress === undefined ? {} : { progress: { keys: progress.keys, total: progress.total ?? null } }),
    ...(problem === undefined
      ? {}
      : { problem: { code: problem.code, message: problem.message, since: problem.since.toISOString() } }),
    can,
  };
}

/** A page of children as the contract tells it. */
export function childrenAnswer({ revision, page, isWhole }: Level): ChildrenAnswer {
  return {
    revision: String(revision),
    children: page.children.map((child) => childAnswer(child, isWhole)),
    total: isWhole ? page.total : null,
    next: page.next === undefined ? null : toBase64Url(page.next),
  };
}

function childAnswer(child: KeyChild, countExact: boolean): ChildAnswer {
  const { key: name, keyb: nameb } = keyNameOf(child.name);
  const { isKey, isPrefix, count } = child;
  return {
    name,
    ...(nameb === undefined ? {} : { nameb }),
    ...keyNameOf(child.key),
    isKey,
    isPrefix,
    count,
    countExact,
  };
}
