import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../explorer/refusal.ts";
import { byteRangeOf } from "./byte-range.ts";

/** Sends bytes, or the range of them that is asked for, or nothing where the asker has them. */
export function sendBytes(
  { headers }: Pick<FastifyRequest, "headers">,
  reply: FastifyReply,
  { bytes, type }: { readonly bytes: Uint8Array; readonly type: string },
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
  reply.type(type);
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
