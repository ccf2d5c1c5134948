import { type RevealBody, revealBody, type SourceParameters, sourceParameters } from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { keyFacts } from "../decoding/value-answer.ts";
import { Refusal } from "../explorer/refusal.ts";
import { untilGone, withDeadline } from "./aborted.ts";
import type { AppParts } from "./parts.ts";
import { keyOf, revisionOf } from "./query.ts";
import { readDeadline, sendJson } from "./value.ts";

/** Bytes of a request's body: a key may be thousands of bytes long. */
const largestBody = 64 * 1024;

/** What is masked in one field, for one who asks for it expressly; see {@link guard} for who may. */
export function revealRoute(app: FastifyInstance, { explorer, workers, canReveal }: AppParts): void {
  app.post<{ Params: SourceParameters; Body: RevealBody }>(
    "/api/v1/sources/:id/reveal",
    { schema: { params: sourceParameters, body: revealBody }, bodyLimit: largestBody },
    async ({ params, body }, reply) => {
      if (!canReveal)
        throw new Refusal("reveal_forbidden", "This server was told not to reveal anything (--no-reveal).");
      const signal = untilGone(reply);
      const { revision, kv } = await explorer
        .source(params.id)
        .read(keyOf(body), revisionOf(body), withDeadline(signal, readDeadline));
      if (String(kv.modRevision) !== body.modRevision)
        throw new Refusal("value_changed", "The value has changed since it was shown: look at it again.");
      const [start = 0, end = 0] = body.span;
      const input = {
        stored: { key: kv.key, value: kv.value },
        facts: keyFacts(revision, kv),
        part: { in: body.in, layer: body.layer, span: { start, end } },
      };
      return sendJson(reply, await workers.run("reveal", input, { signal, bytes: kv.value.length }));
    },
  );
}
