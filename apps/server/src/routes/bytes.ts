import { createHash } from "node:crypto";
import {
  type BytesParameters,
  bytesParameters,
  type MaskedAnswer,
  type SourceParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../explorer/refusal.ts";
import { untilGone, withDeadline } from "./aborted.ts";
import { byteRangeOf } from "./byte-range.ts";
import { downloadHeader } from "./download-name.ts";
import type { AppParts } from "./parts.ts";
import { keyOf, revisionOf } from "./query.ts";
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
        "content-disposition": downloadHeader(kv.key),
      });
      return sendBytes(request, reply, bytes);
    },
  );
}

function sendBytes(
  { headers }: FastifyRequest<BytesRequest>,
  reply: FastifyReply,
  bytes: Uint8Array,
): FastifyReply {
  const etag = etagOf(bytes);
  reply.headers({ etag, "accept-ranges": "bytes" });
  if (isKnown(headers["if-none-match"], etag)) return reply.code(304).send();
  const ifRange = headers["if-range"];
  const range = byteRangeOf(
    ifRange === undefined || ifRange === etag ? headers.range : undefined,
    bytes.length,
  );
  if (range === "unsatisfiable") throw unsatisfiable(reply, bytes.length);
  reply.type("application/octet-stream");
  if (range === "all") return reply.send(bytes);
  const { start, end } = range;
  reply.code(206).header("content-range", `bytes ${start}-${end - 1}/${bytes.length}`);
  return reply.send(bytes.subarray(start, end));
}

/** Of the bytes as shown: a mark of the hidden ones would let a guess be checked. */
function etagOf(shown: Uint8Array): string {
  return `"${createHash("sha256").update(shown).digest("base64url").slice(0, 27)}"`;
}

function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}

function unsatisfiable(reply: FastifyReply, size: number): Refusal {
  reply.header("content-range", `bytes */${size}`);
  return new Refusal(
    "range_not_satisfiable",
    `The value has ${size} bytes; the range asks for none of them.`,
    { size },
  );
}

/** Ranges that fit into the header; what does not is told by the value's answer. */
const mostRanges = 64;

/** Which bytes are hidden, as half-open ranges: `12-64, 80-99`; one range around all when they are many. */
function maskedHeader(masked: readonly MaskedAnswer[]): Record<string, string> {
  if (masked.length === 0) return {};
  const starts = masked.map(({ span }) => span[0]);
  const ends = masked.map(({ span }) => span[1]);
  const hull = `${Math.min(...starts)}-${Math.max(...ends)}`;
  const ranges = masked.map(({ span }) => `${span[0]}-${span[1]}`).join(", ");
  return { "etcdscope-masked": masked.length > mostRanges ? hull : ranges };
}
