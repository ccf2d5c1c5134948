import {
  type RevealAnswer,
  type RevealBody,
  revealBody,
  type SourceParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { Refusal } from "../explorer/refusal.ts";
import { untilGone } from "./aborted.ts";
import type { AppParts } from "./parts.ts";
import { keyOf, revisionOf } from "./query.ts";
import { readDeadline, valueAnswer } from "./value.ts";

/** Bytes of a request's body: a key may be thousands of bytes long. */
const largestBody = 64 * 1024;

/** What is masked in one field, for one who asks for it expressly; see {@link guard} for who may. */
export function revealRoute(app: FastifyInstance, { explorer, reveal }: AppParts): void {
  app.post<{ Params: SourceParameters; Body: RevealBody }>(
    "/api/v1/sources/:id/reveal",
    { schema: { params: sourceParameters, body: revealBody }, bodyLimit: largestBody },
    async ({ params, body }, reply): Promise<RevealAnswer> => {
      if (reveal === undefined)
        throw new Refusal("reveal_forbidden", "This server was told not to reveal anything (--no-reveal).");
      const signal = untilGone(reply, readDeadline);
      const read = await explorer.source(params.id).read(keyOf(body), revisionOf(body), signal);
      const { modRevision } = read.kv;
      if (String(modRevision) !== body.modRevision)
        throw new Refusal("value_changed", "The value has changed since it was shown: look at it again.");
      const [start = 0, end = 0] = body.span;
      const revealed = reveal(read.kv.key, read.kv.value, { ...body, span: { start, end } });
      const { bytes, layer } = revealed;
      return {
        revision: String(read.revision),
        modRevision: String(modRevision),
        bytes: base64(bytes),
        opened: layer === null ? null : valueAnswer(read, layer, wholeLayer),
        layerBytes: layer === null ? null : base64(layer.value.bytes),
      };
    },
  );
}

/** A layer of hidden bytes comes whole: nothing of it can be asked for by its address. */
const wholeLayer = { fields: "always", text: "always", canReveal: true } as const;

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
