/** Where one etcd member listens for clients. */
export interface Endpoint {
  /** `http://10.0.0.1:2379` or `unix:///run/etcd.sock`: no credentials. */
  readonly url: string;
  readonly isSecure: boolean;
  /** As gRPC names it: `10.0.0.1:2379` or `unix:/run/etcd.sock`. */
  readonly target: string;
  readonly place: SocketPlace;
}

/** What a socket is connected to. */
export type SocketPlace =
  | { readonly host: string; readonly port: number; readonly path?: undefined }
  | { readonly path: string; readonly host?: undefined };

const defaultPort = "2379";

/**
 * Reads an endpoint as etcdctl writes them: a URL, a host with a port and no scheme, or a Unix socket
 * (`unix:///run/etcd.sock`, `unix:/run/etcd.sock`, `unixs://…` over TLS; `unix://localhost:1` is the file
 * `localhost:1`, as etcd names it). Throws `RangeError` with a sentence for the person who gave it.
 */
export function parseEndpoint(given: string, isSecureByDefault: boolean): Endpoint {
  const text = given.trim();
  const socket = /^(unixs?):(?:\/\/)?(.*)$/is.exec(text);
  if (socket !== null) return socketEndpoint(text, socket[1]?.toLowerCase() === "unixs", socket[2] ?? "");
  if (text.startsWith("/")) throw noEndpoint(text);
  const withScheme = schemed(text, isSecureByDefault);
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url === undefined || url.hostname === "" || !/^https?:$/.test(url.protocol)) throw noEndpoint(text);
  if (url.username !== "" || url.password !== "") {
    throw new RangeError("User and password do not belong in an etcd endpoint; give them separately.");
  }
  const port = url.port === "" ? explicitPort(withScheme) : url.port;
  const target = `${url.hostname}:${port}`;
  return {
    url: `${url.protocol}//${target}`,
    isSecure: url.protocol === "https:",
    target,
    place: { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(port) },
  };
}

/** What a list of endpoints holds, as typed: with commas, and blanks around them. */
export function splitEndpoints(text: string): string[] {
  const given = text.split(",").map((one) => one.trim());
  const named = given.filter((one) => one !== "");
  return named.length === 0 ? [""] : named;
}

/** Whether it is on this machine. */
export function isLocal({ place }: Endpoint): boolean {
  const { host } = place;
  return host === undefined || host === "localhost" || host === "::1" || host.startsWith("127.");
}

function socketEndpoint(text: string, isSecure: boolean, path: string): Endpoint {
  if (path === "" || path.includes("\0")) throw noEndpoint(text);
  const scheme = isSecure ? "unixs" : "unix";
  return { url: `${scheme}://${path}`, isSecure, target: `unix:${path}`, place: { path } };
}

function noEndpoint(text: string): RangeError {
  return new RangeError(
    `An etcd endpoint is like http://127.0.0.1:2379 or unix:///run/etcd.sock, not ${JSON.stringify(text)}.`,
  );
}

function schemed(text: string, isSecure: boolean): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  return `${isSecure ? "https" : "http"}://${bracketed(text)}`;
}

/** `::1:2379` is an IPv6 address and a port; without brackets the last group is the port. */
function bracketed(text: string): string {
  const [, address, port] = /^([0-9a-f:.]*:[0-9a-f:.]*):(\d+)$/i.exec(text) ?? [];
  return address === undefined ? text : `[${address}]:${port}`;
}

/** `URL` forgets a port that is its scheme's default, though etcd's default is another. */
function explicitPort(text: string): string {
  return /:(80|443)(\/.*)?$/.exec(text)?.[1] ?? defaultPort;
}
