import type { FaultCode } from "@etcdscope/keyspace";
import { namesIn } from "./certificate-names.ts";

/** What an error says, and what that means. */
export interface TlsRule {
  readonly says: RegExp;
  readonly code: FaultCode;
  readonly message: string | ((said: string) => string);
}

const code = "source_unavailable";

/** The words of Node's TLS and of etcd's alerts, from the particular to the general. */
export const tlsRules: readonly TlsRule[] = [
  {
    says: /unable to verify the first|unable to get (local )?issuer|self[- ]signed certificate/,
    code,
    message:
      "etcd's certificate is of an authority that is not trusted: give that authority's file (--cacert).",
  },
  {
    says: /altnames|does not match certificate/,
    code,
    message: (said) => {
      const names = namesIn(said);
      return names === undefined
        ? "etcd's certificate is for another name: connect by a name that it has, or say which (--server-name)."
        : `etcd's certificate is for other names (${names}): connect by one of them, or say which (--server-name).`;
    },
  },
  {
    says: /certificate has expired|certificate is not yet valid/,
    code,
    message: "etcd's certificate is out of date: renew it, or check this machine's clock.",
  },
  {
    // One and the same alert for a missing and for a strange one, up to TLS 1.2 and in Go also after.
    says: /alert certificate required|alert bad certificate|alert unknown ca|alert number (4[2-8]|116)/,
    code,
    message:
      "etcd asks for a client certificate that its authority has signed: give it and its key (--cert, --key).",
  },
  {
    says: /wrong version number|packet length too long|before secure TLS connection was established/,
    code,
    message: "The endpoint broke off while TLS began: if it does not speak TLS, use http:// instead.",
  },
  {
    // What gRPC says when the peer accepts a connection and closes it without a word of HTTP/2.
    says: /Last error: Failed to connect/,
    code,
    message: "The endpoint broke off the connection: if it speaks TLS, use https:// instead.",
  },
  {
    says: /certificate|TLS|SSL|ERR_OSSL/,
    code,
    message: "No TLS connection to etcd: check the scheme of the endpoint and the certificates.",
  },
];
