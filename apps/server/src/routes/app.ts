import fastify, { type FastifyInstance, LogController } from "fastify";
import { guard, isApi } from "../security/guard.ts";
import { serveWebApp } from "../web-app/web-app.ts";
import { bytesRoute } from "./bytes.ts";
import { childrenRoute } from "./children.ts";
import { clusterRoutes } from "./cluster.ts";
import { connectionTimes, headBytes, limitConnections, refuseConnection } from "./connection-limits.ts";
import { documentRoute } from "./document.ts";
import { answerErrors, sendError } from "./errors.ts";
import { eventsRoute } from "./events.ts";
import { fieldsRoute } from "./fields.ts";
import { healthRoutes } from "./health.ts";
import { indexRoutes } from "./index-building.ts";
import { metricsRoute } from "./metrics.ts";
import { openApiRoute } from "./openapi.ts";
import type { AppParts } from "./parts.ts";
import { numbersOf, parseQuery, ruleBroken } from "./query.ts";
import { relationsRoute } from "./relations.ts";
import { logRequests } from "./request-log.ts";
import { revealRoute } from "./reveal.ts";
import { searchRoute } from "./search.ts";
import { sourcesRoutes } from "./sources.ts";
import { readBodies } from "./strict-json.ts";
import { valueRoute } from "./value.ts";

/** The HTTP server, not yet listening. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const times = { ...connectionTimes, ...parts.connectionTimes };
  const app = fastify({
    loggerInstance: parts.logger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: "idle",
    http: { maxHeaderSize: headBytes, requireHostHeader: false, ...times },
    // Said again: what is not said here is set back.
    requestTimeout: times.requestTimeout,
    keepAliveTimeout: times.keepAliveTimeout,
    clientErrorHandler: refuseConnection,
    routerOptions: { querystringParser: () => ({}), maxParamLength: headBytes },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    schemaErrorFormatter: ruleBroken,
    frameworkErrors: (error, _request, reply) => sendError(error, reply),
  });
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  limitConnections(app);
  answerErrors(app);
  guard(app, parts.isOurHost);
  logRequests(app);
  readQueries(app);
  readBodies(app);
  sourcesRoutes(app, parts);
  indexRoutes(app, parts);
  childrenRoute(app, parts);
  searchRoute(app, parts);
  valueRoute(app, parts);
  fieldsRoute(app, parts);
  documentRoute(app, parts);
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
    const { querystring } = request.routeOptions.schema ?? {};
    if (isApi(request)) request.query = numbersOf(parseQuery(request.url), querystring);
  });
}
