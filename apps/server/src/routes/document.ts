import {
  type DocumentParameters,
  documentParameters,
  type SourceParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { untilGone, withDeadline } from "./aborted.ts";
import { downloadHeader } from "./download-name.ts";
import type { AppParts } from "./parts.ts";
import { keyOf, revisionOf } from "./query.ts";
import { sendBytes } from "./send-bytes.ts";
import { readDeadline } from "./value.ts";

const types = { json: "application/json; charset=utf-8", yaml: "application/yaml; charset=utf-8" } as const;

/** The whole document of one key as text, however long, or a range of its bytes. Secrets are hidden. */
export function documentRoute(app: FastifyInstance, { explorer, workers }: AppParts): void {
  app.get<{ Params: SourceParameters; Querystring: DocumentParameters }>(
    "/api/v1/sources/:id/document",
    { schema: { params: sourceParameters, querystring: documentParameters } },
    async (request, reply) => {
      const { params, query } = request;
      const { form = "json", layer } = query;
      const signal = untilGone(reply);
      const { revision, kv } = await explorer
        .source(params.id)
        .read(keyOf(query), revisionOf(query), withDeadline(signal, readDeadline));
      const input = { stored: { key: kv.key, value: kv.value }, layer, form };
      const { bytes } = await workers.run("document", input, { signal, bytes: kv.value.length });
      reply.headers({
        "etcdscope-revision": String(revision),
        "etcdscope-mod-revision": String(kv.modRevision),
        "content-disposition": downloadHeader(kv.key, form),
      });
      return sendBytes(request, reply, { bytes, type: types[form] });
    },
  );
}
