/** An id of a member, a cluster or a lease as etcdctl writes it. */
export function hexOf(id: string): string {
  return BigInt.asUintN(64, BigInt(id)).toString(16);
}
