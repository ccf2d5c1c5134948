import type { ValueAnswer } from "@etcdscope/contract";
import { type KeySource, type MemorySource, memorySource } from "@etcdscope/keyspace";
import type { Decoder } from "@etcdscope/kubernetes";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { pino } from "pino";
import { openDecoder } from "../decoding/schema.ts";
import { Explorer, type ExplorerOptions } from "../explorer/explorer.ts";
import { Metrics } from "../metrics/metrics.ts";
import { hostCheck } from "../security/hosts.ts";
import { inPlace } from "../workers/in-place.ts";
import { type ValueWorkers, valueTasks } from "../workers/value-tasks.ts";
import { type ValueSettings, valueToolsOf } from "../workers/value-tools.ts";
import { createApp } from "./app.ts";

export interface TestApp {
  readonly app: FastifyInstance;
  readonly explorer: Explorer;
  /** Lines that the server logged. */
  readonly log: string[];
  get(url: string, options?: InjectOptions): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

export interface TestParts extends ExplorerOptions {
  readonly webApp?: string;
  /** Kubernetes' kinds alone, unless told. */
  readonly decoder?: Decoder;
  /** As started with --no-reveal. */
  readonly noReveal?: boolean;
  /** What is hidden beyond the table, or nothing at all. */
  readonly secrets?: ValueSettings["secrets"];
  /** In the place of work on this thread. */
  readonly workers?: ValueWorkers;
}

const usualDecoder = openDecoder();

/** A server over one source with the id `s`, as if it listened on 127.0.0.1:8379. */
export async function testApp(source: KeySource, parts: TestParts = {}): Promise<TestApp> {
  const { webApp, decoder = await usualDecoder, noReveal = false, workers, secrets = {}, ...options } = parts;
  const log: string[] = [];
  const explorer = await Explorer.open([{ id: "s", source }], options);
  const metrics = new Metrics("1.2.3");
  const app = await createApp({
    explorer,
    workers: metrics.counted(workers ?? inPlace(valueTasks, valueToolsOf(decoder, secrets))),
    metrics,
    canReveal: !noReveal,
    masksSecrets: secrets !== "off",
    logger: pino({ level: "trace" }, { write: (line: string) => log.push(line) }),
    version: "1.2.3",
    isOurHost: hostCheck({ host: "127.0.0.1", port: 8379 }),
    webApp,
  });
  return {
    app,
    explorer,
    log,
    get: (url, more = {}) =>
      app.inject({ url, ...more, headers: { host: "127.0.0.1:8379", ...more.headers } }),
    close: async () => {
      await app.close();
      await explorer.close();
    },
  };
}

/** A value's answer; anything but success fails the test. */
export async function valueAt(server: TestApp, url: string): Promise<ValueAnswer> {
  const response = await server.get(url);
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json();
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A source with these keys, put in this order. */
export function sourceOf(keys: Readonly<Record<string, string | Uint8Array>>): MemorySource {
  const source = memorySource({ name: "test" });
  for (const [key, value] of Object.entries(keys))
    source.put(bytesOf(key), typeof value === "string" ? bytesOf(value) : value);
  return source;
}
