import { type ErrorAnswer, type ErrorCode, errorTable } from "@etcdscope/contract";
import { type FaultDetail, SourceFault } from "@etcdscope/keyspace";
import { Refusal } from "../explorer/refusal.ts";

/** An error as it leaves the server. `cause` is there when the answer keeps it back and the log must have it. */
export interface EdgeError {
  readonly status: number;
  readonly answer: ErrorAnswer;
  readonly cause?: unknown;
}

/** The text of a 5xx says nothing of the inside; what the source itself said stands behind it. */
const generic: Partial<Record<ErrorCode, string>> = {
  internal: "Something failed inside etcdscope; its log says what.",
  source_unavailable: "The source does not answer now. etcdscope keeps trying.",
  source_timeout: "The source did not answer in time. Try again.",
};

/** The one place where an error becomes an HTTP answer. */
export function edgeErrorOf(error: unknown): EdgeError {
  if (error instanceof Refusal)
    return edgeError(error.code, error.message, { detail: error.detail, shown: error.message });
  if (error instanceof SourceFault) return faultAnswer(error);
  if (isTimeout(error)) return edgeError("source_timeout", "", { cause: error });
  if (isBrokenRule(error)) return edgeError("invalid_request", error.message);
  if (isMalformed(error)) return edgeError("invalid_request", "The request is malformed.");
  return edgeError("internal", "", { cause: error });
}

function faultAnswer(fault: SourceFault): EdgeError {
  const { code, message, said } = fault;
  const more = { detail: faultDetail(fault.detail), cause: fault };
  return edgeError(code, message, said === undefined ? more : { ...more, shown: message });
}

function edgeError(
  code: ErrorCode,
  message: string,
  more: { detail?: ErrorAnswer["error"]["detail"] | undefined; cause?: unknown; shown?: string } = {},
): EdgeError {
  const { status } = errorTable[code];
  const shown = more.shown ?? generic[code] ?? message;
  return {
    status,
    answer: {
      error: { code, message: shown, ...(more.detail === undefined ? {} : { detail: more.detail }) },
    },
    ...(status >= 500 ? { cause: more.cause } : {}),
  };
}

/** Revisions leave as text. */
function faultDetail(detail: FaultDetail): ErrorAnswer["error"]["detail"] | undefined {
  const entries = Object.entries(detail).map(([name, value]) => [
    name,
    typeof value === "bigint" ? String(value) : value,
  ]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Our own deadline: sources reject with the signal's reason. */
function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}

/** A parameter that breaks its schema: the message is our own. */
function isBrokenRule(error: unknown): error is Error {
  return error instanceof Error && "validation" in error;
}

/** What the HTTP layer itself refuses. Its messages repeat the address. */
function isMalformed(error: unknown): boolean {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  return typeof status === "number" && status >= 400 && status < 500;
}
