/** One row per error: its HTTP status, and whether asking again can help. */
export const errorTable = {
  invalid_request: { status: 400, retry: false },
  revision_in_future: { status: 400, retry: true },
  unauthenticated: { status: 401, retry: false },
  permission_denied: { status: 403, retry: false },
  masked: { status: 403, retry: false },
  reveal_forbidden: { status: 403, retry: false },
  /** Of the connection rather than of a question: the request did not come in whole. */
  request_timeout: { status: 408, retry: true },
  head_too_large: { status: 431, retry: false },
  value_changed: { status: 409, retry: false },
  key_not_found: { status: 404, retry: false },
  source_not_found: { status: 404, retry: false },
  not_found: { status: 404, retry: false },
  host_not_allowed: { status: 403, retry: false },
  method_not_allowed: { status: 405, retry: false },
  revision_compacted: { status: 410, retry: false },
  too_large: { status: 413, retry: false },
  range_not_satisfiable: { status: 416, retry: false },
  snapshot_damaged: { status: 422, retry: false },
  /** To make the answer took longer than the server allows: its own limit, not its source. */
  took_too_long: { status: 422, retry: false },
  not_supported: { status: 501, retry: false },
  internal: { status: 500, retry: false },
  too_busy: { status: 503, retry: true },
  source_unavailable: { status: 503, retry: true },
  source_timeout: { status: 504, retry: true },
} as const satisfies Record<string, { status: number; retry: boolean }>;

export type ErrorCode = keyof typeof errorTable;

export interface ErrorAnswer {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly detail?: Readonly<Record<string, string | number>>;
  };
}
