/** Where one etcd member listens for clients. */
export interface Endpoint {
  /** `http://10.0.0.1:2379`: no credentials, no path. */
  readonly url: string;
  readonly isSecure: boolean;
}

const defaultPort = "2379";

/**
 * Reads an endpoint as etcdctl writes them: a URL, or a host with a port and no scheme.
 * Throws `RangeError` with a sentence for the person who gave it.
 */
export function parseEndpoint(text: string, isSecureByDefault: boolean): Endpoint {
  const withScheme = /^[a-z]+:\/\//.test(text) ? text : `${isSecureByDefault ? "https" : "http"}://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url === undefined || url.hostname === "" || !/^https?:$/.test(url.protocol)) {
    throw new RangeError(`An etcd endpoint is like http://127.0.0.1:2379, not ${JSON.stringify(text)}.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new RangeError("User and password do not belong in an etcd endpoint; give them separately.");
  }
  const port = url.port === "" ? explicitPort(withScheme) : url.port;
  return { url: `${url.protocol}//${url.hostname}:${port}`, isSecure: url.protocol === "https:" };
}

/** `URL` forgets a port that is its scheme's default, though etcd's default is another. */
function explicitPort(text: string): string {
  return /:(80|443)(\/.*)?$/.exec(text)?.[1] ?? defaultPort;
}
