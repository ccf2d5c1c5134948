import { type FieldNode, parseJson } from "@etcdscope/codec";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "../explorer/refusal.ts";

/**
 * Bodies are JSON as RFC 8259 has it, in UTF-8, and nothing else: no byte order mark, nothing replaced, no name given
 * twice. What one reader takes and another leaves could mean two things.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    async (request: FastifyRequest, body: Buffer) => {
      const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(request.headers["content-type"] ?? "")?.[1];
      if (charset !== undefined && charset.toLowerCase() !== "utf-8")
        throw notStrict("its charset is not UTF-8");
      return strictJson(body);
    },
  );
}

function strictJson(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  const { nodes, problem } = parseJson(bytes);
  if (problem !== null) throw notStrict(`${problem.message} (byte ${problem.offset})`);
  const twice = nameGivenTwice(nodes);
  if (twice !== undefined) throw notStrict(`the name "${twice}" is given twice`);
  return JSON.parse(text);
}

/** The reader of JSON takes bytes that are no UTF-8 too, because a stored value may have them: a request may not. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notStrict("some of its bytes are not UTF-8");
  }
}

function nameGivenTwice(nodes: readonly FieldNode[]): string | undefined {
  const names = new Set<string>();
  for (const { place, name, children } of nodes) {
    if (place === "member" && name !== null) {
      if (names.has(name)) return name;
      names.add(name);
    }
    const inside = nameGivenTwice(children ?? []);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

const notStrict = (why: string): Refusal =>
  new Refusal("invalid_request", `The body must be strict JSON in UTF-8: ${why}.`);
