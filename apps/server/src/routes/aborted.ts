import type { FastifyReply } from "fastify";

/** Why a request ends whose asker does not wait for the answer any more: nothing has failed. */
export class AskerGone extends Error {
  constructor() {
    super("The asker has gone.");
    this.name = "AskerGone";
  }
}

/** Aborts with `AskerGone` when the asker goes away before the answer is sent. */
export function untilGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => gone.abort(new AskerGone()));
  return gone.signal;
}

/** The same signal, which aborts after so many milliseconds in any case. */
export function withDeadline(signal: AbortSignal, milliseconds: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
}
