import type { Credentials, TlsOptions } from "./credentials.ts";

/** Reads credentials anew from where they come from; rejects where they cannot be read. */
export type ReadCredentials = () => Promise<Credentials>;

/** Milliseconds within which files are not read twice. */
const readHolds = 1000;

/** What etcd is shown by all connections of a source: read again when it is refused, as files may have been replaced. */
export class KeptCredentials {
  #current: Credentials;
  #version = 0;
  readonly #read: ReadCredentials | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  /** Without `read` they stay as they are. */
  constructor(current: Credentials, read?: ReadCredentials) {
    this.#current = current;
    this.#read = read;
  }

  get current(): Credentials {
    return this.#current;
  }

  /** Another number after each change. */
  get version(): number {
    return this.#version;
  }

  /** Reads them anew, once at a time and once a second at most; what cannot be read leaves them as they are. */
  refresh(): Promise<void> {
    if (this.#read === undefined || performance.now() - this.#readAt < readHolds)
      return this.#reading ?? Promise.resolve();
    this.#readAt = performance.now();
    this.#reading = this.#readAnew(this.#read).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readAnew(read: ReadCredentials): Promise<void> {
    const fresh = await read().catch(() => this.#current);
    if (isSame(fresh, this.#current)) return;
    this.#current = fresh;
    this.#version++;
  }
}

function isSame(one: Credentials, other: Credentials): boolean {
  return one.user === other.user && one.password === other.password && isSameTls(one.tls, other.tls);
}

function isSameTls(one: TlsOptions = {}, other: TlsOptions = {}): boolean {
  const names = ["ca", "cert", "key"] as const;
  const isSameFile = (name: (typeof names)[number]): boolean =>
    (one[name] ?? Buffer.alloc(0)).equals(other[name] ?? Buffer.alloc(0));
  return names.every(isSameFile) && one.passphrase === other.passphrase;
}
