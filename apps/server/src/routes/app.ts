import fastify, { type FastifyInstance, LogController } from "fastify";
import { guard, isApi } from "../security/guard.ts";
import { serveWebApp } from "../web-app/web-app.ts";
import { bytesRoute } from "./bytes.ts";
import { childrenRoute } from "./children.ts";
import { clusterRoutes } from "./cluster.ts";
import { answerErrors, sendError } from "./errors.ts";
import { eventsRoute } from "./events.ts";
import { healthRoutes } from "./health.ts";
import { indexRoutes } from "./index-building.ts";
import { metricsRoute } from "./metrics.ts";
import { openApiRoute } from "./openapi.ts";
import type { AppParts } from "./parts.ts";
import { parseQuery, ruleBroken } from "./query.ts";
import { relationsRoute } from "./relations.ts";
import { logRequests } from "./request-log.ts";
import { revealRoute } from "./reveal.ts";
import { searchRoute } from "./search.ts";
import { sourcesRoutes } from "./sources.ts";
import { valueRoute } from "./value.ts";

/** Bytes of a request's head: a key may be thousands of bytes long, and is escaped. */
const headBytes = 64 * 1024;

/** The HTTP server, not yet listening. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: parts.logger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: "idle",
    http: { maxHeaderSize: headBytes },
    routerOptions: { querystringParser: () => ({}), maxParamLength: headBytes },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true } },
    schemaErrorFormatter: ruleBroken,
    frameworkErrors: (error, _request, reply) => sendError(error, reply),
  });
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  answerErrors(app);
  guard(app, parts.isOurHost);
  logRequests(app);
  readQueries(app);
  sourcesRoutes(app, parts);
  indexRoutes(app, parts);
  childrenRoute(app, parts);
  searchRoute(app, parts);
  valueRoute(app, parts);
  bytesRoute(app, parts);
  clusterRoutes(app, parts);
  relationsRoute(app, parts);
  revealRoute(app, parts);
  eventsRoute(app, parts);
  healthRoutes(app, parts);
  metricsRoute(app, parts);
  openApiRoute(app, parts);
  await serveWebApp(app, parts.webApp);
  return app;
}

/** The API's parameters are read strictly; the web app's own belong to the browser. */
function readQueries(app: FastifyInstance): void {
  app.addHook("preValidation", async (request) => {
    if (isApi(request)) request.query = parseQuery(request.url);
  });
}
