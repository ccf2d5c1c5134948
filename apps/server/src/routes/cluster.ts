import {
  type ClusterAnswer,
  type LeaseKeysAnswer,
  type LeaseKeysParameters,
  type LeaseParameters,
  type LeasesAnswer,
  type LeasesParameters,
  leaseKeysParameters,
  leaseLimits,
  leaseParameters,
  leasesParameters,
  noParameters,
  pageLimits,
  type SourceParameters,
  sourceParameters,
} from "@etcdscope/contract";
import type { FastifyInstance } from "fastify";
import { untilGone, withDeadline } from "./aborted.ts";
import { clusterAnswer, leaseKeysAnswer, leasesAnswer } from "./cluster-answers.ts";
import type { AppParts } from "./parts.ts";
import { cursorOf, leaseOf } from "./query.ts";

const deadline = 10_000;

/** The cluster that a source's keys are of, and its leases. */
export function clusterRoutes(app: FastifyInstance, { explorer }: AppParts): void {
  app.get<{ Params: SourceParameters }>(
    "/api/v1/sources/:id/cluster",
    { schema: { params: sourceParameters, querystring: noParameters } },
    async ({ params }, reply): Promise<ClusterAnswer> => {
      const state = await explorer.source(params.id).cluster.state(withDeadline(untilGone(reply), deadline));
      return clusterAnswer(state, new Date());
    },
  );

  app.get<{ Params: SourceParameters; Querystring: LeasesParameters }>(
    "/api/v1/sources/:id/leases",
    { schema: { params: sourceParameters, querystring: leasesParameters } },
    async ({ params, query }, reply): Promise<LeasesAnswer> => {
      const { cluster } = explorer.source(params.id);
      const only = query.lease === undefined ? undefined : leaseOf(query.lease);
      const leases = await cluster.leases(
        query.limit ?? leaseLimits.usual,
        withDeadline(untilGone(reply), deadline),
        only,
      );
      return leasesAnswer(leases, new Date());
    },
  );

  app.get<{ Params: LeaseParameters; Querystring: LeaseKeysParameters }>(
    "/api/v1/sources/:id/leases/:lease/keys",
    { schema: { params: leaseParameters, querystring: leaseKeysParameters } },
    ({ params, query }): LeaseKeysAnswer => {
      const request = {
        lease: leaseOf(params.lease),
        limit: query.limit ?? pageLimits.usual,
        after: cursorOf(query.cursor),
      };
      return leaseKeysAnswer(explorer.source(params.id).cluster.leaseKeys(request));
    },
  );
}
