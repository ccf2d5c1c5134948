import { request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { type Credentials, tlsConnection } from "./credentials.ts";
import type { Endpoint, SocketPlace } from "./endpoint.ts";

/** etcd's figures are some hundred kilobytes of text. */
const longestText = 8 * 1024 * 1024;

/**
 * The size at which a member raises the alarm NOSPACE, from the figures that etcd serves where its clients connect:
 * before 3.6 its status does not tell. `undefined` where it does not serve them, or they lack it.
 */
export async function quotaOf(
  { isSecure, place }: Endpoint,
  { tls }: Credentials,
  milliseconds: number,
): Promise<number | undefined> {
  const signal = AbortSignal.timeout(milliseconds);
  const asked = { ...requestPlace(place), path: "/metrics", agent: false, signal };
  try {
    return await new Promise((resolve, reject) => {
      const request = isSecure ? httpsRequest({ ...asked, ...tlsConnection(tls) }) : httpRequest(asked);
      request.on("error", reject);
      request.on("response", (response) => {
        findQuota(response.setEncoding("utf8"))
          .then(resolve, reject)
          .finally(() => request.destroy());
      });
      request.end();
    });
  } catch {
    return undefined;
  }
}

function requestPlace({ path, ...place }: SocketPlace): RequestOptions {
  return path === undefined ? place : { socketPath: path };
}

/** Reads on only until it is found. */
async function findQuota(chunks: AsyncIterable<string>): Promise<number | undefined> {
  let rest = "";
  let read = 0;
  for await (const chunk of chunks) {
    read += chunk.length;
    rest += chunk;
    const found = /^etcd_server_quota_backend_bytes (\S+)\n/m.exec(rest)?.[1];
    if (found !== undefined) return sizeOf(found);
    if (read > longestText) return undefined;
    rest = rest.slice(rest.lastIndexOf("\n") + 1);
  }
  return undefined;
}

/** Prometheus writes every number as a float: `2.147483648e+09`. A quota of 0 or below is none that is known. */
function sizeOf(text: string): number | undefined {
  const size = Number(text);
  return Number.isSafeInteger(size) && size > 0 ? size : undefined;
}
