import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { Explorer } from "../explorer/explorer.ts";
import { Metrics } from "../metrics/metrics.ts";
import { createApp } from "../routes/app.ts";
import type { AppParts } from "../routes/parts.ts";
import { hostCheck, inUrl, isLoopback, isWildcard } from "../security/hosts.ts";
import { valuePool } from "../workers/value-pool.ts";
import type { ValueTasks, ValueWorkers } from "../workers/value-tasks.ts";
import type { ValueSettings } from "../workers/value-tools.ts";
import { openBrowser } from "./browser.ts";
import { decodingSettings } from "./decoder.ts";
import { advised, UsageFault } from "./faults.ts";
import { indexLimits } from "./index-limits.ts";
import { listenFault } from "./listen-fault.ts";
import { loggerTo } from "./logger.ts";
import { choiceOption, parseOptions, serveOptions, type Values } from "./options.ts";
import { isMaskingOff, isRevealForbidden, placesToMask } from "./secrecy-settings.ts";
import { openSources } from "./sources.ts";
import { untilStopped } from "./stopping.ts";
import { say, type Terminal } from "./terminal.ts";
import { version } from "./version.ts";

const webApp = fileURLToPath(new URL("../../../web/dist", import.meta.url));
const usualPort = 8379;
const logLevels = ["trace", "debug", "info", "warn", "error", "silent"] as const;

type ServeValues = Values<typeof serveOptions>;

/** `etcdscope serve`: answers until it is told to stop. */
export async function serve(args: readonly string[], terminal: Terminal): Promise<void> {
  const { app, explorer, workers, values } = await startServer(args, terminal);
  try {
    announce(app, values, terminal);
    await untilStopped(app, workers);
  } finally {
    await workers.close();
    await explorer.close();
  }
}

/** A server that listens, and what it was told. Who has it closes first the app, then the workers and the explorer. */
export interface StartedServer {
  readonly app: FastifyInstance;
  readonly explorer: Explorer;
  readonly workers: ValueWorkers;
  readonly values: ServeValues;
}

/** Everything that serving is made of, from a command line. */
export async function startServer(args: readonly string[], terminal: Terminal): Promise<StartedServer> {
  const { values } = parseOptions(args, serveOptions, 0);
  const place = { host: hostOption(values), port: portOption(values.port) };
  const level = choiceOption("log-level", values["log-level"], logLevels);
  const logger = loggerTo(terminal, level ?? (terminal.stderr.isTTY === true ? "warn" : "info"));
  const decoding = await decodingSettings(values);
  const canReveal = !(await isRevealForbidden(values, terminal.env));
  const metrics = new Metrics(version);
  const secrets = await secrecyOf(values, terminal);
  const pool = valuePool({ decoding, secrets });
  try {
    const workers = metrics.counted<ValueTasks>(pool);
    const explorer = await exploring(values, terminal, logger, metrics);
    const app = await listeningOver(explorer, terminal, place, values["allow-host"] ?? [], {
      logger,
      workers,
      canReveal,
      masksSecrets: secrets !== "off",
      metrics,
    });
    // The first page that is opened finds its worker ready; whoever asks learns of a start that failed.
    void pool.warmUp().catch(() => undefined);
    return { app, explorer, workers, values };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

/** What is to be hidden. Equal secrets have one fingerprint in all threads of this run, and another in the next. */
async function secrecyOf(values: ServeValues, terminal: Terminal): Promise<ValueSettings["secrets"]> {
  const mask = await placesToMask(values);
  if (!(await isMaskingOff(values, terminal.env))) return { mask, fingerprintKey: randomBytes(32) };
  say(
    terminal,
    "Masking is off (--no-mask): anyone who can connect sees passwords, tokens and private keys.",
  );
  return "off";
}

type Made = Pick<AppParts, "logger" | "workers" | "canReveal" | "masksSecrets" | "metrics">;

async function listeningOver(
  explorer: Explorer,
  terminal: Terminal,
  place: Place,
  alsoAs: readonly string[],
  made: Made,
): Promise<FastifyInstance> {
  try {
    tellOfAbsent(explorer, terminal);
    return await listening(place, alsoAs, { explorer, ...made });
  } catch (error) {
    await explorer.close();
    throw error;
  }
}

async function exploring(
  values: ServeValues,
  terminal: Terminal,
  logger: FastifyBaseLogger,
  metrics: Metrics,
): Promise<Explorer> {
  return await Explorer.open(await openSources(values, terminal, metrics.onCall), {
    indexLimits: indexLimits(values, terminal.env),
    onState: (source, { state, problem }) => {
      if (problem === undefined) logger.info({ source, state }, "a source changed its state");
      else
        logger.warn({ source, state, code: problem.code, err: problem.cause }, "a source changed its state");
    },
  });
}

/** etcd may be back soon, and the page says how it stands; a login that one's only source refuses is a wrong start. */
function tellOfAbsent(explorer: Explorer, terminal: Terminal): void {
  const statuses = explorer.sources.map((source) => source.status());
  for (const { name, problem } of statuses) {
    if (problem === undefined) continue;
    const mayPass = problem.code === "source_unavailable" || problem.code === "source_timeout";
    if (statuses.length === 1 && !mayPass) throw problem.cause;
    say(terminal, `${name}: ${advised(problem.cause)} It is tried again and again.`);
  }
}

interface Place {
  readonly host: string;
  readonly port: number;
}

async function listening(
  { host, port }: Place,
  alsoAs: readonly string[],
  parts: Made & Pick<AppParts, "explorer">,
): Promise<FastifyInstance> {
  let isOurHost = hostCheck({ host, port, alsoAs });
  const app = await createApp({
    ...parts,
    version,
    webApp,
    isOurHost: (authority) => isOurHost(authority),
  });
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenFault(error, host, port);
  }
  // Port 0 is some port only now.
  isOurHost = hostCheck({ host, port: portOf(app), alsoAs });
  return app;
}

function announce(app: FastifyInstance, values: ServeValues, terminal: Terminal): void {
  const host = hostOption(values);
  const address = `http://${isWildcard(host) ? "127.0.0.1" : inUrl(host)}:${portOf(app)}/`;
  // Not waited for: one who reads nothing of it must not hold up, or end, what others are served.
  terminal.stdout.write(`etcdscope listens on ${address}\n`);
  if (!isLoopback(host))
    say(terminal, "It listens beyond this machine: whoever reaches it can read every key that it can.");
  if (values.open === true) openBrowser(address, terminal);
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

function hostOption({ host }: ServeValues): string {
  return host ?? "127.0.0.1";
}

function portOption(text: string | undefined): number {
  if (text === undefined) return usualPort;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65535)
    throw new UsageFault(`--port takes a number up to 65535; "${text}" is none.`);
  return port;
}
