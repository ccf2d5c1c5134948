import { idHex, type MemberAnswer } from "@etcdscope/contract";

/** What a member is called: by its name, else its id, else the address that was asked. */
export function memberName({ name, id, endpoint, peerUrls }: MemberAnswer): string {
  if (name !== null && name !== "") return name;
  return id === null ? (endpoint ?? peerUrls[0] ?? "") : idHex(id);
}
