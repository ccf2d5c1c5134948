import type { FaultCode, SourceFault } from "@etcdscope/keyspace";

/** What was typed is not a command: exit code 2. The message is one sentence. */
export class UsageFault extends Error {}

/** What was asked for could not be done: exit code 1. The message is one sentence that says what to do. */
export class CommandFault extends Error {}

/** What a person can do about a source that does not give what is asked. */
const advice: Partial<Record<FaultCode, string>> = {
  source_unavailable: "Check that it runs, and that --endpoints and the certificates are right.",
  source_timeout: "Check that it runs, and that --endpoints is right.",
  unauthenticated: "Give --user, and its password by --password-file or ETCDSCOPE_PASSWORD.",
  permission_denied: "Give a user whose role may read it.",
};

/** Why a source does not answer, what to do, and what the server said; some sentences tell the second by themselves. */
export function advised({ code, sentence, said }: Pick<SourceFault, "code" | "sentence" | "said">): string {
  const more = /--|https?:/.test(sentence) ? undefined : advice[code];
  return [sentence, ...(more === undefined ? [] : [more]), ...(said === undefined ? [] : [`(${said})`])].join(
    " ",
  );
}
