import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { type ConnectionOptions, createSecureContext, rootCertificates, type SecureContext } from "node:tls";
import { ChannelCredentials } from "@grpc/grpc-js";
import { checkNames } from "./certificate-names.ts";

/** How to speak TLS with etcd. Certificates and keys are PEM; a file may hold several certificates. */
export interface TlsOptions {
  /** Authorities to trust; those that come with Node when absent. */
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  /** Opens an encrypted key. */
  readonly passphrase?: string;
  /** The name that etcd's certificate must carry, when it is not the endpoint's. */
  readonly serverName?: string;
  /** Takes any certificate of etcd's: whoever stands between reads along. */
  readonly skipVerify?: boolean;
}

/** What etcd is shown. */
export interface Credentials {
  readonly tls?: TlsOptions;
  readonly user?: string;
  readonly password?: string;
}

/** Credentials for gRPC. Throws `RangeError` with a sentence for files that are no certificate or key. */
export function channelCredentials(isSecure: boolean, tls: TlsOptions = {}): ChannelCredentials {
  return isSecure
    ? ChannelCredentials.createFromSecureContext(secureContext(tls), {
        rejectUnauthorized: tls.skipVerify !== true,
        checkServerIdentity: checkNames,
      })
    : ChannelCredentials.createInsecure();
}

/** The same for a TLS connection of Node's own. Throws `RangeError` likewise. */
export function tlsConnection(tls: TlsOptions = {}): ConnectionOptions {
  const { serverName } = tls;
  return {
    secureContext: secureContext(tls),
    rejectUnauthorized: tls.skipVerify !== true,
    checkServerIdentity: (host, certificate) => checkNames(serverName ?? host, certificate),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
}

/** Reads certificates and keys one by one, to say which of them is wrong. Throws `RangeError`. */
function secureContext({ ca, cert, key, passphrase }: TlsOptions): SecureContext {
  const checked = <T>(what: string, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw new RangeError(sentenceOf(error, what, passphrase !== undefined), { cause: error });
    }
  };
  const roots = ca ?? rootCertificates.join("\n");
  checked("authority's certificate", () => createSecureContext({ ca: requirePem(roots) }));
  if (cert === undefined || key === undefined) {
    return createSecureContext({ ca: roots, minVersion: "TLSv1.2" });
  }
  const secret = passphrase === undefined ? {} : { passphrase };
  checked("client certificate", () => createSecureContext({ cert }));
  checked("client key", () => createSecureContext({ key, ...secret }));
  requirePair(
    checked("client certificate", () => new X509Certificate(cert)),
    checked("client key", () => createPrivateKey({ key, ...secret })),
  );
  return checked("client key", () =>
    createSecureContext({ ca: roots, cert, key, ...secret, minVersion: "TLSv1.2" }),
  );
}

/** A file with several certificates has the client's own first. */
function requirePair(certificate: X509Certificate, key: KeyObject): void {
  if (!certificate.checkPrivateKey(key)) throw new RangeError(strangers);
}

const strangers = "The client key does not belong to the client certificate (--key, --cert).";

/** OpenSSL takes a file without a certificate for an empty list of authorities. */
function requirePem<T extends Buffer | string>(pem: T): T {
  if (!pem.includes("-----BEGIN CERTIFICATE-----") && !pem.includes("-----BEGIN TRUSTED CERTIFICATE-----")) {
    throw new TypeError("no certificate in PEM");
  }
  return pem;
}

function sentenceOf(error: unknown, what: string, hasPassphrase: boolean): string {
  const said = error instanceof Error ? error.message : "";
  if (/bad decrypt|BAD_PASSWORD_READ|empty password|interrupted or cancelled/i.test(said)) {
    return hasPassphrase
      ? "The passphrase does not open the client key (--key-passphrase-file)."
      : "The client key is encrypted: give its passphrase (--key-passphrase-file).";
  }
  return `The ${what} is not PEM, or is damaged.`;
}
