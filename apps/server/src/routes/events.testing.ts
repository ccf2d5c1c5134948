import { once } from "node:events";
import { type ClientRequest, get as httpGet, type IncomingMessage } from "node:http";
import type { KeySource } from "@etcdscope/keyspace";
import { pino } from "pino";
import { openDecoder } from "../decoding/schema.ts";
import type { ExploredSource } from "../explorer/explored-source.ts";
import { Explorer, type ExplorerOptions } from "../explorer/explorer.ts";
import { Metrics } from "../metrics/metrics.ts";
import { hostCheck } from "../security/hosts.ts";
import { inPlace } from "../workers/in-place.ts";
import { valueTasks } from "../workers/value-tasks.ts";
import { valueToolsOf } from "../workers/value-tools.ts";
import { createApp } from "./app.ts";
import type { AppParts } from "./parts.ts";

export interface SentEvent {
  readonly event: string;
  readonly id: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into what was sent.
  readonly data: any;
}

export interface EventStream {
  readonly response: IncomingMessage;
  /** Events so far. */
  readonly events: SentEvent[];
  /** Resolves with the first event, of those not looked at yet, that fits. */
  next(fits: (event: SentEvent) => boolean): Promise<SentEvent>;
  readonly isEnded: () => boolean;
  leave(): void;
}

export interface ListeningServer {
  readonly address: URL;
  readonly source: ExploredSource;
  stream(path: string, headers?: Record<string, string>): Promise<EventStream>;
  close(): Promise<void>;
}

const usualDecoder = openDecoder();

/** A server that listens on a free port, over one source with the id `s`, which is indexed. */
export async function listen(
  source: KeySource,
  {
    mostStreams,
    connectionTimes,
    ...options
  }: ExplorerOptions & Pick<AppParts, "mostStreams" | "connectionTimes"> = {},
): Promise<ListeningServer> {
  const explorer = await Explorer.open([{ id: "s", source }], options);
  let isOurHost = (_authority: string | undefined): boolean => false;
  const app = await createApp({
    explorer,
    workers: inPlace(valueTasks, valueToolsOf(await usualDecoder)),
    canReveal: true,
    masksSecrets: true,
    metrics: new Metrics("1.2.3"),
    logger: pino({ level: "silent" }),
    version: "1.2.3",
    ...(mostStreams === undefined ? {} : { mostStreams }),
    connectionTimes,
    isOurHost: (authority) => isOurHost(authority),
  });
  const address = new URL(await app.listen({ host: "127.0.0.1", port: 0 }));
  isOurHost = hostCheck({ host: "127.0.0.1", port: Number(address.port) });
  const explored = explorer.source("s");
  while (explored.status().state === "indexing") await new Promise(setImmediate);
  return {
    address,
    source: explored,
    stream: (path, headers = {}) => openStream(new URL(path, address), headers),
    close: async () => {
      await app.close();
      await explorer.close();
    },
  };
}

async function openStream(url: URL, headers: Record<string, string>): Promise<EventStream> {
  const request = httpGet(url, { headers, agent: false });
  const [response]: IncomingMessage[] = await once(request, "response");
  if (response === undefined) throw new Error("no response");
  return readEvents(request, response);
}

function readEvents(request: ClientRequest, response: IncomingMessage): EventStream {
  const events: SentEvent[] = [];
  let rest = "";
  let looked = 0;
  let look = (): void => undefined;
  let isEnded = false;
  response.setEncoding("utf8").on("data", (text: string) => {
    const frames = (rest + text).split("\n\n");
    rest = frames.pop() ?? "";
    events.push(...frames.map(eventOf));
    look();
  });
  response
    .on("error", () => undefined)
    .on("close", () => {
      isEnded = true;
    });
  request.on("error", () => undefined);
  return {
    response,
    events,
    isEnded: () => isEnded,
    leave: () => request.destroy(),
    next: (fits) =>
      new Promise((resolve) => {
        look = () => {
          while (looked < events.length) {
            const event = events[looked++];
            if (event === undefined || !fits(event)) continue;
            look = () => undefined;
            resolve(event);
            return;
          }
        };
        look();
      }),
  };
}

function eventOf(frame: string): SentEvent {
  const fields = new Map(frame.split("\n").map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  return {
    event: fields.get("event") ?? "",
    id: fields.get("id"),
    data: JSON.parse(fields.get("data") ?? "null"),
  };
}
