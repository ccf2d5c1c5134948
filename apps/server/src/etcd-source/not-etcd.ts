import type { FaultCode } from "@etcdscope/keyspace";

const code: FaultCode = "source_unavailable";
const message = "What answers there is no etcd: check the address and the port.";

/** The words of gRPC about a server that speaks HTTP, but not etcd's API; to be looked at before its status. */
export const notEtcdRules = [
  { says: { test: isTextAsLength }, code, message },
  // A web server's page, or its refusal. A proxy's 502 to 504 says nothing of what is behind it.
  { says: /Received HTTP status code (?!50[234])\d+/, code, message },
  { says: /Last error: Protocol error/, code, message },
] as const;

/** gRPC takes the first bytes of any answer for the length of a message: four letters are more than etcd ever sends. */
function isTextAsLength(said: string): boolean {
  const length = /larger than max \((\d+) vs/.exec(said)?.[1];
  if (length === undefined) return false;
  const bytes = [24, 16, 8, 0].map((shift) => (Number(length) >>> shift) & 0xff);
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d));
}
