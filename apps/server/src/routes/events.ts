import { Readable } from "node:stream";
import {
  type EventsParameters,
  eventsParameters,
  type SourceParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ExploredSource } from "../explorer/explored-source.ts";
import { Refusal } from "../explorer/refusal.ts";
import type { FeedRequest } from "../live/feed.ts";
import { placeOf } from "../live/place.ts";
import { eventWriter } from "./event-text.ts";
import type { AppParts } from "./parts.ts";
import { prefixOf } from "./query.ts";

/** Live streams at a time: each is a connection that stays. */
const usualStreams = 500;

/** The live stream of a source, as server-sent events. */
export function eventsRoute(app: FastifyInstance, { explorer, mostStreams = usualStreams }: AppParts): void {
  const stopping = new AbortController();
  app.addHook("preClose", async () => stopping.abort());
  const write = eventWriter();

  async function* textOf(source: ExploredSource, request: FeedRequest): AsyncGenerator<string> {
    for await (const event of source.events(request)) yield write(event, source);
  }

  let streams = 0;
  const takeRoom = (reply: FastifyReply): void => {
    if (streams >= mostStreams)
      throw new Refusal(
        "too_busy",
        `There are ${streams} live streams already: ask again when one has ended.`,
      );
    streams++;
    reply.raw.once("close", () => streams--);
  };

  app.get<{ Params: SourceParameters; Querystring: EventsParameters }>(
    "/api/v1/sources/:id/events",
    { schema: { params: sourceParameters, querystring: eventsParameters }, exposeHeadRoute: false },
    (request, reply) => {
      const source = explorer.source(request.params.id);
      takeRoom(reply);
      const id = request.headers["last-event-id"] ?? request.query.since;
      const text = textOf(source, {
        since: id === undefined ? undefined : placeOf(String(id)),
        prefix: prefixOf(request.query),
        signal: AbortSignal.any([untilClosed(reply), stopping.signal]),
      });
      // A connection that has ended its stream must not keep a server that stops.
      reply.headers({ "content-type": "text/event-stream; charset=utf-8", connection: "close" });
      return reply.send(Readable.from(text, { objectMode: true, highWaterMark: 1 }));
    },
  );
}

function untilClosed(reply: FastifyReply): AbortSignal {
  const closed = new AbortController();
  reply.raw.once("close", () => closed.abort());
  return closed.signal;
}
