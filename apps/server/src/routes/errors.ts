import type { ErrorCode } from "@etcdscope/contract";
import type { FastifyInstance, FastifyReply } from "fastify";
import { securityHeaders } from "../security/headers.ts";
import { AskerGone } from "./aborted.ts";
import { edgeErrorOf } from "./error-answer.ts";

/** What is logged for a request that nobody waits for; as other servers have it. */
const askerGone = 499;

/** Sends an error as the contract tells it; what the answer keeps back is logged here and nowhere else. */
export function sendError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof AskerGone) return endUnheard(reply);
  const { status, answer, cause } = edgeErrorOf(error);
  if (cause !== undefined) reply.log.error({ err: cause, code: answer.error.code }, "a request failed");
  return reply
    .code(status)
    .headers({ ...securityHeaders, "cache-control": "no-store", ...retryHeader(answer.error.code) })
    .type("application/json; charset=utf-8")
    .send(JSON.stringify(answer));
}

/** Seconds after which one who was turned away may ask again. */
function retryHeader(code: ErrorCode): Record<string, string> {
  return code === "too_busy" ? { "retry-after": "2" } : {};
}

function endUnheard(reply: FastifyReply): FastifyReply {
  reply.log.debug("the asker has gone before the answer");
  return reply.code(askerGone).send();
}

export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => sendError(error, reply));
}
