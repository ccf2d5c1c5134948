/** What is told first of a certificate, a key or a token. Times are ISO 8601. */
export interface Fact {
  readonly code:
    | "subject"
    | "issuer"
    | "altNames"
    | "notBefore"
    | "notAfter"
    | "serial"
    | "key"
    | "signature"
    | "authority"
    | "usage"
    | "fingerprint"
    | "algorithm"
    | "audience"
    | "issuedAt"
    | "expires"
    | "unverified";
  readonly text: string;
}
