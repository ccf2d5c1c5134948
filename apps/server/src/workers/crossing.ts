/** Data ready to go to another thread, and the memory that goes along instead of being copied there. */
export interface Crossing {
  readonly data: unknown;
  readonly transfer: readonly ArrayBuffer[];
}

/**
 * Bytes are copied once, and only they: a view would take all the memory along that it is a view of, which others use.
 */
export function toCross(input: unknown): Crossing {
  const transfer: ArrayBuffer[] = [];
  const copied = (value: unknown): unknown => {
    if (value instanceof Uint8Array) {
      const own = new Uint8Array(value);
      transfer.push(own.buffer);
      return own;
    }
    if (Array.isArray(value)) return value.map(copied);
    return isRecord(value) ? Object.fromEntries(Object.entries(value).map(inEntry)) : value;
  };
  const inEntry = ([name, value]: [string, unknown]): [string, unknown] => [name, copied(value)];
  return { data: copied(input), transfer };
}

/** A plain object: a map, too, is data, but nothing is looked for in it. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
