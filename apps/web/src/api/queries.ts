import {
  errorTable,
  type KeyRef,
  type RevealBody,
  type SpanPair,
  type ValueAnswer,
} from "@etcdscope/contract";
import { mutationOptions, QueryClient, queryOptions } from "@tanstack/react-query";
import { refId } from "../links/key-ref.ts";
import { cacheKeys } from "./cache-keys.ts";
import { type ApiClient, ApiFailure, type FieldsAt, type IndexWish } from "./client.ts";
import { clusterQueries } from "./cluster-queries.ts";
import { levelQueries } from "./level-queries.ts";
import { relationQueries } from "./relation-queries.ts";
import { searchQueries } from "./search-queries.ts";

const sourcePollMs = 2000;

/** A cache that keeps showing what it has, and asks again only where that can help. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A server on this machine answers whether or not the machine is online.
        networkMode: "always",
        staleTime: 10_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 1 && mayRetry(error),
        retryDelay: 400,
      },
    },
  });
}

function mayRetry(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false;
  return error.code !== "unreachable" && errorTable[error.code].retry;
}

/** Every question the app asks, as options for the query cache. */
export function makeQueries(api: ApiClient) {
  return {
    sources: () =>
      queryOptions({
        queryKey: ["sources"],
        queryFn: ({ signal }) => api.sources(signal),
        refetchInterval: sourcePollMs * 5,
      }),
    source: (source: string) =>
      queryOptions({
        queryKey: ["source", source],
        queryFn: ({ signal }) => api.source(source, signal),
        retry: false,
        refetchInterval: sourcePollMs,
      }),
    index: (source: string, wish: IndexWish) =>
      mutationOptions({ mutationFn: () => api.index(source, wish) }),
    ...levelQueries(api),
    value: (source: string, key: KeyRef, rev: string | undefined, whole = false) =>
      queryOptions({
        queryKey: [
          ...(rev === undefined ? cacheKeys.newest(source) : cacheKeys.pinned(source)),
          whole ? "whole-value" : "value",
          refId(key),
          rev ?? "",
        ],
        queryFn: ({ signal }) => api.value(source, key, { rev, whole }, signal),
        staleTime: rev === undefined ? 10_000 : Number.POSITIVE_INFINITY,
        structuralSharing: keepSameValue,
      }),
    ...clusterQueries(api),
    ...searchQueries(api),
    ...relationQueries(api),
    /** A layer within the value as a value of its own. Whoever opens it has asked for all of it. */
    layer: (source: string, key: KeyRef, rev: string | undefined, layer: string) =>
      queryOptions({
        queryKey: [
          ...(rev === undefined ? cacheKeys.newest(source) : cacheKeys.pinned(source)),
          "layer",
          refId(key),
          rev ?? "",
          layer,
        ],
        queryFn: ({ signal }) => api.value(source, key, { rev, whole: true, layer }, signal),
        staleTime: rev === undefined ? 10_000 : Number.POSITIVE_INFINITY,
        structuralSharing: keepSameValue,
        gcTime: 60_000,
      }),
    /** Further fields of a list; what is known of the list is kept by the view. */
    moreFields: (source: string, key: KeyRef, at: FieldsAt) => api.fields(source, key, at),
    /** Not a question for the cache: what it answers must not outlive its being shown. */
    reveal: (source: string, part: RevealBody) => api.reveal(source, part),
    ...versionQueries(api),
  };
}

/** Questions about one version of a key, which never change their answer. */
function versionQueries(api: ApiClient) {
  return {
    /** The wire of a version, or of a layer of it, read as a person takes its bytes. */
    guessed: (source: string, key: KeyRef, value: BytesOf, guess: string) =>
      queryOptions({
        queryKey: [
          ...cacheKeys.pinned(source),
          "guessed",
          refId(key),
          value.modRevision,
          value.layer ?? "",
          guess,
        ],
        queryFn: async ({ signal }) => {
          const at = { rev: value.revision, whole: true, layer: value.layer, guess };
          const { wire, wireMore } = await api.value(source, key, at, signal);
          return { wire, wireMore };
        },
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 60_000,
      }),
    bytes: (source: string, key: KeyRef, value: BytesOf, pinned: boolean) =>
      queryOptions({
        queryKey: [...cacheKeys.pinned(source), "bytes", refId(key), value.modRevision, value.layer ?? ""],
        queryFn: ({ signal }) => bytesAt(api, source, key, { ...value, pinned }, signal),
        staleTime: Number.POSITIVE_INFINITY,
        // Of a value that keeps changing there are many versions.
        gcTime: 10_000,
      }),
    /** Some of the bytes of a value that is too large to be fetched at once. */
    part: (source: string, key: KeyRef, value: BytesOf, pinned: boolean, part: SpanPair) =>
      queryOptions({
        queryKey: [
          ...cacheKeys.pinned(source),
          "part",
          refId(key),
          value.modRevision,
          value.layer ?? "",
          String(part),
        ],
        queryFn: ({ signal }) => bytesAt(api, source, key, { ...value, pinned, part }, signal),
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 60_000,
      }),
  };
}

/** The version of a key and its layer whose bytes are asked for. */
type BytesOf = Pick<ValueAnswer, "revision" | "modRevision"> & { readonly layer?: string };

export type Queries = ReturnType<typeof makeQueries>;

/** The same version of a key is the same document: what is drawn from it need not be drawn again. */
function keepSameValue(before: unknown, after: unknown): unknown {
  if (!isValue(before) || !isValue(after)) return after;
  const same = before.modRevision === after.modRevision && before.createRevision === after.createRevision;
  return same ? { ...before, revision: after.revision, lease: after.lease } : after;
}

const isValue = (data: unknown): data is ValueAnswer =>
  typeof data === "object" && data !== null && "modRevision" in data;

/** Bytes of the very version the facts speak of; once that revision is compacted, of the newest. */
async function bytesAt(
  api: ApiClient,
  source: string,
  key: KeyRef,
  { revision, layer, pinned, part }: BytesOf & { readonly pinned: boolean; readonly part?: SpanPair },
  signal: AbortSignal,
): Promise<Uint8Array> {
  try {
    return await api.bytes(source, key, { rev: revision, layer, part }, signal);
  } catch (error) {
    const compacted = error instanceof ApiFailure && error.code === "revision_compacted";
    if (pinned || !compacted) throw error;
    return api.bytes(source, key, { rev: undefined, layer, part }, signal);
  }
}
