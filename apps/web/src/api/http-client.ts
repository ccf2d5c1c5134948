import { type ErrorAnswer, errorTable, type RevealAnswer, revealHeader, urls } from "@etcdscope/contract";
import { type ApiClient, ApiFailure } from "./client.ts";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A call that takes longer is given up: the server has its own, shorter deadlines. */
const deadlineMs = 30_000;

/** The API over HTTP, on the origin the page came from. */
export function httpClient(fetch: Fetch): ApiClient {
  const ask = async (url: string, signal?: AbortSignal, sent?: RequestInit): Promise<Response> => {
    const deadline = AbortSignal.timeout(deadlineMs);
    const init: RequestInit = {
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      ...sent,
      headers: { accept: "application/json", ...sent?.headers },
    };
    const response = await fetch(url, init).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw new ApiFailure("unreachable", error instanceof Error ? error.message : String(error));
    });
    if (!response.ok) throw await failureIn(response);
    return response;
  };
  const json = async <Answer>(url: string, signal?: AbortSignal): Promise<Answer> => {
    const response = await ask(url, signal);
    return readJson<Answer>(response);
  };
  return {
    sources: (signal) => json(urls.sources(), signal),
    source: (id, signal) => json(urls.source(id), signal),
    index: async (id, wish) =>
      readJson(await ask(urls.index(id), undefined, { method: wish === "build" ? "POST" : "DELETE" })),
    children: (id, prefix, page, signal) => json(urls.children(id, prefix, page), signal),
    search: (id, { q, ...more }, signal) => json(urls.search(id, q, more), signal),
    cluster: (id, signal) => json(urls.cluster(id), signal),
    leases: (id, limit, signal) => json(urls.leases(id, limit), signal),
    leaseKeys: (id, lease, cursor, signal) =>
      json(urls.leaseKeys(id, lease, cursor === "" ? {} : { cursor }), signal),
    value: (id, key, { rev, whole, layer, guess }, signal) => {
      const large = whole ? ({ fields: "always", text: "always" } as const) : {};
      const part = { ...(layer !== undefined && { layer }), ...(guess !== undefined && { guess }) };
      return json(urls.value(id, key, rev, { ...large, ...part }), signal);
    },
    fields: (id, key, { rev, part }, signal) => json(urls.fields(id, key, rev, part), signal),
    lease: (id, lease, signal) => json(urls.lease(id, lease), signal),
    relations: (id, key, { rev, more }, signal) => json(urls.relations(id, key, rev, more), signal),
    bytes: async (id, key, { rev, layer, part }, signal) => {
      const headers = part === undefined ? {} : { range: `bytes=${part[0]}-${part[1] - 1}` };
      const response = await ask(urls.bytes(id, key, rev, layer), signal, { headers });
      return new Uint8Array(await response.arrayBuffer());
    },
    reveal: async (id, part, signal) => {
      const headers = { [revealHeader.name]: revealHeader.value, "content-type": "application/json" };
      const sent = { method: "POST", headers, body: JSON.stringify(part), cache: "no-store" } as const;
      return readJson<RevealAnswer>(await ask(urls.reveal(id), signal, sent));
    },
  };
}

/** The contract's edge: the server is ours and of the same version, its answers are taken by their type. */
async function readJson<Answer>(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch (error) {
    throw new ApiFailure("unreachable", error instanceof Error ? error.message : String(error));
  }
}

async function failureIn(response: Response): Promise<ApiFailure> {
  const body: unknown = await response.json().catch(() => undefined);
  if (isErrorAnswer(body)) return new ApiFailure(body.error.code, body.error.message, body.error.detail);
  return new ApiFailure("unreachable", `HTTP ${response.status}`);
}

function isErrorAnswer(body: unknown): body is ErrorAnswer {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body;
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  return typeof error.code === "string" && Object.hasOwn(errorTable, error.code);
}
