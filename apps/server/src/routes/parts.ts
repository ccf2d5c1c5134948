import type { FastifyBaseLogger } from "fastify";
import type { Explorer } from "../explorer/explorer.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { ValueWorkers } from "../workers/value-tasks.ts";
import type { ConnectionTimes } from "./connection-limits.ts";

/** Everything a server is made of. */
export interface AppParts {
  readonly explorer: Explorer;
  /** Make answers of stored bytes, secrets hidden. */
  readonly workers: ValueWorkers;
  /** Whether what is hidden can be revealed: the operator may forbid it. */
  readonly canReveal: boolean;
  /** False where the operator started it so that nothing is hidden. */
  readonly masksSecrets: boolean;
  readonly metrics: Metrics;
  readonly logger: FastifyBaseLogger;
  readonly version: string;
  /** Says whether a Host header names this server. */
  readonly isOurHost: (authority: string | undefined) => boolean;
  /** The folder of the built web app; the API alone is served when absent. */
  readonly webApp?: string | undefined;
  /** In the place of the usual ones. */
  readonly connectionTimes?: Partial<ConnectionTimes> | undefined;
  /** Live streams at a time, of all sources. */
  readonly mostStreams?: number;
}
