/** Byte order of two keys, the order etcd keeps them in: negative, zero or positive. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const shared = sharedLength(left, right);
  if (shared === left.length || shared === right.length) {
    return left.length - right.length;
  }
  return (left[shared] ?? 0) - (right[shared] ?? 0);
}

/** How many leading bytes two keys have in common. */
export function sharedLength(left: Uint8Array, right: Uint8Array): number {
  const most = Math.min(left.length, right.length);
  let at = 0;
  while (at < most && left[at] === right[at]) {
    at++;
  }
  return at;
}

export function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return sharedLength(bytes, prefix) === prefix.length;
}

/** Whether a key is not before `from` and is before `until`, as far as these are there. */
export function isBetween(
  key: Uint8Array,
  { from, until }: { readonly from?: Uint8Array; readonly until?: Uint8Array },
): boolean {
  const isBehind = from === undefined || compareBytes(key, from) >= 0;
  return isBehind && (until === undefined || compareBytes(key, until) < 0);
}

/**
 * The first key behind every key that starts with `prefix`, or `undefined` when nothing can stand there
 * (the prefix is empty or all 0xff).
 */
export function prefixEnd(prefix: Uint8Array): Uint8Array | undefined {
  let last = prefix.length - 1;
  while (last >= 0 && prefix[last] === 0xff) {
    last--;
  }
  if (last < 0) {
    return undefined;
  }
  const end = prefix.slice(0, last + 1);
  end[last] = (end[last] ?? 0) + 1;
  return end;
}

export function joinBytes(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const joined = new Uint8Array(head.length + tail.length);
  joined.set(head);
  joined.set(tail, head.length);
  return joined;
}

/** Bytes as the key of a map: one UTF-16 unit a byte. */
export function bytesId(bytes: Uint8Array): string {
  let id = "";
  for (const byte of bytes) {
    id += String.fromCharCode(byte);
  }
  return id;
}
