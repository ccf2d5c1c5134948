import type {
  ChildrenAnswer,
  ClusterAnswer,
  ErrorCode,
  FieldsAnswer,
  KeyRef,
  LeaseKeysAnswer,
  LeasesAnswer,
  RelationsAnswer,
  RevealAnswer,
  RevealBody,
  SearchAnswer,
  SourceAnswer,
  SourcesAnswer,
  SpanPair,
  ValueAnswer,
} from "@etcdscope/contract";

/** What the browser asks of the server. Every method rejects with {@link ApiFailure} or with the signal's reason. */
export interface ApiClient {
  sources(signal?: AbortSignal): Promise<SourcesAnswer>;
  source(id: string, signal?: AbortSignal): Promise<SourceAnswer>;
  /** Begins to build the index of a source, or stops it. */
  index(id: string, wish: IndexWish): Promise<SourceAnswer>;
  children(id: string, prefix: KeyRef, page: ChildrenPage, signal?: AbortSignal): Promise<ChildrenAnswer>;
  /** Keys that a pattern finds. */
  search(id: string, question: SearchQuestion, signal?: AbortSignal): Promise<SearchAnswer>;
  /** `whole`: with the document and the trees of a large value too. */
  value(id: string, key: KeyRef, at: ValueAt, signal?: AbortSignal): Promise<ValueAnswer>;
  /** Fields of a list of the value that came in part. */
  fields(id: string, key: KeyRef, at: FieldsAt, signal?: AbortSignal): Promise<FieldsAnswer>;
  cluster(id: string, signal?: AbortSignal): Promise<ClusterAnswer>;
  leases(id: string, limit: number, signal?: AbortSignal): Promise<LeasesAnswer>;
  leaseKeys(id: string, lease: string, cursor: string, signal?: AbortSignal): Promise<LeaseKeysAnswer>;
  /** The stored bytes, or those of a layer, masked parts replaced. */
  bytes(id: string, key: KeyRef, at: BytesAt, signal?: AbortSignal): Promise<Uint8Array>;
  /** What is masked in one place, for as long as the asker keeps it: never through the query cache. */
  reveal(id: string, part: RevealBody, signal?: AbortSignal): Promise<RevealAnswer>;
  /** One lease with the time it has left; `leases` is empty when it is gone. */
  lease(id: string, lease: string, signal?: AbortSignal): Promise<LeasesAnswer>;
  relations(id: string, key: KeyRef, at: RelationsAt, signal?: AbortSignal): Promise<RelationsAnswer>;
}

export type IndexWish = "build" | "stop";

export interface SearchQuestion {
  readonly q: string;
  readonly mode: "text" | "glob" | "regex";
  /** Only keys that start so. */
  readonly prefix: KeyRef;
  /** The prefixes that the person has open, as the contract writes them: searched where there is no index. */
  readonly opened?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export interface FieldsAt {
  readonly rev: string | undefined;
  readonly part: {
    readonly tree: "fields" | "wire";
    /** The field whose children are meant, by the indices on the way to it; the tree's own list when absent. */
    readonly at?: string;
    readonly from: number;
    readonly layer?: string;
    readonly guess?: string;
  };
}

export interface ValueAt {
  readonly rev: string | undefined;
  readonly whole: boolean;
  /** One of its layers in place of the stored bytes. */
  readonly layer?: string | undefined;
  /** What bytes without a schema are taken for. */
  readonly guess?: string | undefined;
}

export interface BytesAt {
  readonly rev: string | undefined;
  readonly layer: string | undefined;
  /** A part of them; all when absent. */
  readonly part?: SpanPair | undefined;
}

export interface RelationsAt {
  readonly rev: string | undefined;
  /** One relation alone, and where to go on with it. */
  readonly more?: { readonly relation: string; readonly cursor: string };
}

/** Which children of a level: from the beginning, behind a cursor, between names, right before a name or around it. */
export interface LevelPart {
  readonly cursor?: string;
  /** With `until`, both included; all from there on without. */
  readonly from?: string;
  readonly until?: string;
  readonly before?: string;
  readonly around?: string;
}

export interface ChildrenPage extends LevelPart {
  readonly limit?: number;
}

/** `unreachable`: the etcdscope server itself did not answer, or not in its own words. */
export type FailureCode = ErrorCode | "unreachable";

export type FailureDetail = Readonly<Record<string, string | number>>;

/** What went wrong, in the closed set of the API plus the one case in which the API did not answer. */
export class ApiFailure extends Error {
  readonly code: FailureCode;
  readonly detail: FailureDetail;

  constructor(code: FailureCode, message: string, detail: FailureDetail = {}) {
    super(message);
    this.name = "ApiFailure";
    this.code = code;
    this.detail = detail;
  }
}

/** Any thrown thing as a failure that can be shown. */
export function failureOf(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  return new ApiFailure("internal", error instanceof Error ? error.message : String(error));
}
