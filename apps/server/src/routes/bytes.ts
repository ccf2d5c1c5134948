import {
  type BytesParameters,
  bytesParameters,
  type MaskedAnswer,
  type SourceParameters,
  type SpanPair,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { untilGone, withDeadline } from "./aborted.ts";
import { downloadHeader } from "./download-name.ts";
import type { AppParts } from "./parts.ts";
import { keyOf, revisionOf } from "./query.ts";
import { sendBytes } from "./send-bytes.ts";
import { readDeadline } from "./value.ts";

type BytesRequest = { Params: SourceParameters; Querystring: BytesParameters };

/** The stored bytes of one key, secrets hidden, whole or in part. */
export function bytesRoute(app: FastifyInstance, { explorer, workers }: AppParts): void {
  app.get<BytesRequest>(
    "/api/v1/sources/:id/bytes",
    { schema: { params: sourceParameters, querystring: bytesParameters } },
    async (request, reply) => {
      const { params, query } = request;
      const signal = untilGone(reply);
      const { revision, kv } = await explorer
        .source(params.id)
        .read(keyOf(query), revisionOf(query), withDeadline(signal, readDeadline));
      const input = { stored: { key: kv.key, value: kv.value }, layer: query.layer };
      const { bytes, masked } = await workers.run("bytes", input, { signal, bytes: kv.value.length });
      reply.headers({
        "etcdscope-revision": String(revision),
        "etcdscope-mod-revision": String(kv.modRevision),
        ...maskedHeader(masked),
        "content-disposition": downloadHeader(kv.key, "bin"),
      });
      return sendBytes(request, reply, { bytes, type: "application/octet-stream" });
    },
  );
}

/** Ranges that fit into the header; what does not is told by the value's answer. */
const mostRanges = 64;

/** Which bytes are hidden, as half-open ranges: `12-64, 80-99`; one range around all when they are many. */
function maskedHeader(masked: readonly MaskedAnswer[]): Record<string, string> {
  if (masked.length === 0) return {};
  const ranges = masked.length > mostRanges ? [hullOf(masked)] : masked.map(({ span }) => span);
  return { "etcdscope-masked": ranges.map(([start, end]) => `${start}-${end}`).join(", ") };
}

/** Hidden parts may be hundreds of thousands: too many to be arguments of one call. */
function hullOf(masked: readonly MaskedAnswer[]): SpanPair {
  return masked.reduce<SpanPair>(
    ([start, end], { span }) => [Math.min(start, span[0]), Math.max(end, span[1])],
    [Number.POSITIVE_INFINITY, 0],
  );
}
