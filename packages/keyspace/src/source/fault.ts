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

/** What a fault may carry beside its code and sentence. */
export interface FaultOptions {
  readonly detail?: FaultDetail;
  readonly cause?: unknown;
  /** The server's own words; they stand behind the sentence, in parentheses. */
  readonly said?: string | undefined;
}

/** A failure of a source: `message` is a sentence that a person can act on, and behind it what the server said. */
export class SourceFault extends Error {
  readonly code: FaultCode;
  readonly detail: FaultDetail;
  readonly said: string | undefined;

  constructor(code: FaultCode, sentence: string, { detail, cause, said }: FaultOptions = {}) {
    super(
      said === undefined ? sentence : `${sentence} (${said})`,
      cause === undefined ? undefined : { cause },
    );
    this.name = "SourceFault";
    this.code = code;
    this.detail = detail ?? {};
    this.said = said;
  }

  /** The product's own sentence, without the server's words. */
  get sentence(): string {
    const { message, said } = this;
    return said === undefined ? message : message.slice(0, -` (${said})`.length);
  }
}
