import type { ErrorCode } from "@etcdscope/contract";

/** What was asked cannot be answered, for a reason of the asker's: `message` is one sentence for a person. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, string | number>> | undefined;

  constructor(code: ErrorCode, message: string, detail?: Readonly<Record<string, string | number>>) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.detail = detail;
  }
}
