import type { FastifyBaseLogger } from "fastify";
import type { ShowValue } from "../decoding/stored-value.ts";
import type { Explorer } from "../explorer/explorer.ts";
import type { Reveal } from "../masking/reveal.ts";
import type { Metrics } from "../metrics/metrics.ts";

/** Everything a server is made of. */
export interface AppParts {
  readonly explorer: Explorer;
  /** Makes stored bytes showable. */
  readonly show: ShowValue;
  /** Gives out what `show` hides; absent where the operator forbids it. */
  readonly reveal?: Reveal | undefined;
  readonly metrics: Metrics;
  readonly logger: FastifyBaseLogger;
  readonly version: string;
  /** Says whether a Host header names this server. */
  readonly isOurHost: (authority: string | undefined) => boolean;
  /** The folder of the built web app; the API alone is served when absent. */
  readonly webApp?: string | undefined;
  /** Live streams at a time, of all sources. */
  readonly mostStreams?: number;
}
