import { type FaultCode, SourceFault } from "@etcdscope/keyspace";
import { notEtcdRules } from "./not-etcd.ts";
import { wordsOf } from "./server-words.ts";
import { tlsRules } from "./tls-rules.ts";

/** gRPC's status codes that etcd's errors come with. */
const grpcStatus = {
  cancelled: 1,
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  unavailable: 14,
  unauthenticated: 16,
} as const;

interface Rule {
  readonly says?: Pick<RegExp, "test">;
  readonly status?: number;
  readonly code: FaultCode;
  /** A sentence, which may say what of the words it needs. */
  readonly message: string | ((said: string) => string);
}

/** From the particular to the general: the first that fits gives the fault. */
const rules: readonly Rule[] = [
  {
    says: /required revision has been compacted/,
    code: "revision_compacted",
    message: "The revision is compacted: etcd has forgotten what was before it.",
  },
  {
    says: /required revision is a future revision/,
    code: "revision_in_future",
    message: "The revision does not exist yet.",
  },
  {
    says: /invalid user ID or password|user name not found/,
    code: "unauthenticated",
    message: "etcd does not accept the user or the password.",
  },
  {
    says: /user name is empty/,
    code: "unauthenticated",
    message: "etcd asks for a user and a password.",
  },
  {
    says: /authentication is not enabled/,
    code: "unauthenticated",
    message: "This etcd has no authentication turned on: connect without --user.",
  },
  {
    says: /invalid auth token|auth store is old/,
    code: "unauthenticated",
    message: "etcd does not accept the session any more.",
  },
  {
    says: /permission denied/,
    code: "permission_denied",
    message: "The user may not read this part of etcd.",
  },
  ...notEtcdRules,
  {
    says: /larger than max/,
    code: "too_large",
    message: "etcd's answer is larger than what is accepted.",
  },
  ...tlsRules,
  {
    // kine's way to refuse: the code says nothing, for unknown calls, and that an argument is wrong, for options.
    says: /\bis (not supported|unsupported)\b|unsupported options in watch request/,
    code: "not_supported",
    message: "This server does not know the question.",
  },
  {
    says: /request timed out|timeout/,
    code: "source_timeout",
    message: "etcd did not answer in time.",
  },
  {
    says: /has been shut down|already closed/,
    code: "source_unavailable",
    message: "The connection to etcd is closed.",
  },
  {
    says: /no leader|too many requests|stopped|RST_STREAM|ECONN|EPIPE|socket hang up|Connection dropped/,
    code: "source_unavailable",
    message: "etcd does not answer.",
  },
  { status: grpcStatus.unauthenticated, code: "unauthenticated", message: "etcd refuses the credentials." },
  {
    status: grpcStatus.permissionDenied,
    code: "permission_denied",
    message: "The user may not read this part of etcd.",
  },
  { status: grpcStatus.deadlineExceeded, code: "source_timeout", message: "etcd did not answer in time." },
  { status: grpcStatus.unavailable, code: "source_unavailable", message: "etcd does not answer." },
  { status: grpcStatus.cancelled, code: "source_unavailable", message: "The connection to etcd is closed." },
  { status: grpcStatus.resourceExhausted, code: "source_unavailable", message: "etcd is overloaded." },
  {
    status: grpcStatus.unimplemented,
    code: "not_supported",
    message: "This version of etcd does not know the question.",
  },
];

/** The one place where errors of gRPC and of the etcd3 package become the product's own. */
export function toFault(error: unknown): SourceFault {
  if (error instanceof SourceFault) {
    return error;
  }
  const said = error instanceof Error ? error.message : String(error);
  const status = statusOf(error, said);
  const rule = rules.find((candidate) => fits(candidate, said, status));
  const { code = "internal", message = "etcd answered in an unknown way." } = rule ?? {};
  const words = wordsOf(error);
  const sentence = typeof message === "string" ? message : message(words ?? "");
  return new SourceFault(code, sentence, { cause: error, said: words });
}

export function isFault(error: unknown, code: FaultCode): boolean {
  return error instanceof SourceFault && error.code === code;
}

/** Whether a new login may help: the token expired, or rights changed since it was given. */
export function isStaleSession(error: unknown): boolean {
  const said = error instanceof Error ? error.message : "";
  return (
    /invalid auth token|auth store is old/.test(said) || statusOf(error, said) === grpcStatus.unauthenticated
  );
}

function fits(rule: Rule, said: string, status: number | undefined): boolean {
  return rule.says?.test(said) ?? rule.status === status;
}

/** The etcd3 package drops the status code of an error, but leaves it at the beginning of the message. */
function statusOf(error: unknown, said: string): number | undefined {
  if (error instanceof Error && "code" in error && typeof error.code === "number") {
    return error.code;
  }
  const written = /(?:^|: )(\d+) [A-Z_]+:/.exec(said)?.[1];
  return written === undefined ? undefined : Number(written);
}
