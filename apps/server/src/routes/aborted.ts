import type { FastifyReply } from "fastify";

/** Aborts when the asker goes away before the answer is sent, and after so many milliseconds in any case. */
export function untilGone(reply: FastifyReply, milliseconds: number): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => gone.abort());
  return AbortSignal.any([gone.signal, AbortSignal.timeout(milliseconds)]);
}
