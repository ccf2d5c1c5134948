import { checkServerIdentity, type PeerCertificate } from "node:tls";

const introduction = "; its names are ";

/**
 * Node's check of a certificate's names, whose error lists all the names that the certificate has: Node's own lists
 * only those of the kind that was looked for.
 */
export function checkNames(host: string, certificate: PeerCertificate): Error | undefined {
  const error = checkServerIdentity(host, certificate);
  if (error === undefined) return undefined;
  return new Error(
    `Hostname/IP does not match certificate's altnames: ${host}${introduction}${namesOf(certificate)}`,
  );
}

/** The names in the words of such an error; `undefined` when they are another's. */
export function namesIn(said: string): string | undefined {
  const at = said.indexOf(introduction);
  return at < 0 ? undefined : said.slice(at + introduction.length);
}

function namesOf({ subject, subjectaltname }: PeerCertificate): string {
  const { CN } = subject ?? {};
  const names = [
    ...(subjectaltname === undefined ? [] : [subjectaltname.replaceAll("IP Address:", "IP:")]),
    ...(subjectaltname !== undefined || CN === undefined ? [] : [`CN=${String(CN)}`]),
  ];
  return names.length === 0 ? "none" : names.join(", ");
}
