/** The closed set of what can go wrong with a source; adapters translate their library's errors into it. */
export type FaultCode =
  | "revision_compacted"
  | "revision_in_future"
  | "unauthenticated"
  | "permission_denied"
  | "source_unavailable"
  | "source_timeout"
  | "snapshot_damaged"
  | "too_large"
  /** The source, or its version, knows nothing of what was asked. */
  | "not_supported"
  | "internal";

/** Facts that belong to a fault; they are safe to show (no key, no value). */
export interface FaultDetail {
  readonly oldestRevision?: bigint;
  readonly newestRevision?: bigint;
  /** Byte offset in a snapshot file. */
  readonly offset?: number;
  /** Page number in a snapshot file. */
  readonly page?: number;
}

/** A failure of a source, in the product's own words: `message` is one sentence a person can act on. */
export class SourceFault extends Error {
  readonly code: FaultCode;
  readonly detail: FaultDetail;

  constructor(code: FaultCode, message: string, options: { detail?: FaultDetail; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SourceFault";
    this.code = code;
    this.detail = options.detail ?? {};
  }
}
