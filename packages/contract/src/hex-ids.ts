/** The id of a member or a cluster (signed 64 bits, in decimal) as etcdctl writes it: hex, without zeros before it. */
export function idHex(id: string): string {
  return BigInt.asUintN(64, BigInt(id)).toString(16);
}

/** The id of a lease (signed 64 bits, in decimal) as etcdctl writes it: hex, always 16 digits. */
export function leaseHex(lease: string): string {
  return idHex(lease).padStart(16, "0");
}
