import type { KeyRef } from "@etcdscope/contract";
import { linkOptions } from "@tanstack/react-router";
import { type KeySearch, searchOf } from "./view-state.ts";

/** Where the page of a key is. */
export function keyTarget(source: string, key: KeyRef, state: Omit<KeySearch, "key" | "keyb"> = {}) {
  return linkOptions({ to: "/s/$source/key", params: { source }, search: { ...searchOf(key), ...state } });
}

/** Where the page of a prefix is. */
export function prefixTarget(source: string, prefix: KeyRef) {
  return linkOptions({ to: "/s/$source/prefix", params: { source }, search: searchOf(prefix) });
}

/** Where the first page of a source is. */
export function sourceTarget(source: string) {
  return linkOptions({ to: "/s/$source", params: { source } });
}

/** Where the page of the source's cluster is; with a lease, with its keys. */
export function clusterTarget(source: string, lease?: string) {
  return linkOptions({
    to: "/s/$source/cluster",
    params: { source },
    search: lease === undefined ? {} : { lease },
  });
}
