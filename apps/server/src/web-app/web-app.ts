import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { Refusal } from "../explorer/refusal.ts";

/** Names of built assets carry a hash of their content: they never change. */
const assets = "/assets/";
const immutable = "public, max-age=31536000, immutable";

/** Serves the built web app; every address that is a page of it gets its one document. */
export async function serveWebApp(app: FastifyInstance, root: string | undefined): Promise<void> {
  const isBuilt = root !== undefined && existsSync(join(root, "index.html"));
  if (isBuilt)
    await app.register(fastifyStatic, {
      root,
      cacheControl: false,
      setHeaders: (response, path) => {
        response.setHeader("cache-control", path.includes(assets) ? immutable : "no-cache");
      },
    });
  app.setNotFoundHandler((request, reply) => {
    const [path = "/"] = request.url.split("?", 1);
    if (isPage(path)) return isBuilt ? reply.sendFile("index.html") : sendNotBuilt(reply);
    throw new Refusal("not_found", "There is nothing at this address.");
  });
}

/** Pages have no file ending: a missing file must not be answered with a document. */
function isPage(path: string): boolean {
  if (path === "/api" || path.startsWith("/api/") || `${path}/`.startsWith(assets)) return false;
  return !/\.[A-Za-z0-9]+$/.test(path.slice(path.lastIndexOf("/")));
}

function sendNotBuilt(reply: FastifyReply): FastifyReply {
  const text =
    "The web app is not built. Run npm run build and start etcdscope again. The API is at /api/v1/sources.\n";
  return reply.code(404).type("text/plain; charset=utf-8").send(text);
}
