/** The bytes that Kubernetes and others store around a text: enough of their formats to build hostile values from. */

const utf8 = new TextEncoder();

/** A text as bytes; bytes stay what they are. */
export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? utf8.encode(content) : content;
}

type Part = string | Uint8Array | readonly number[];

export function joined(...parts: readonly Part[]): Uint8Array {
  return joinedAll(parts);
}

/** More parts than a call takes arguments. */
export function joinedAll(parts: readonly Part[]): Uint8Array {
  const bytes = parts.map((part) => (typeof part === "string" ? utf8.encode(part) : Uint8Array.from(part)));
  return new Uint8Array(Buffer.concat(bytes));
}

/** A length-delimited protobuf field. */
export function field(number: number, content: string | Uint8Array): Uint8Array {
  const bytes = bytesOf(content);
  return joined(varint((number << 3) | 2), varint(bytes.length), bytes);
}

export function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 128))];
}

/** An object as Kubernetes stores it in protobuf: the magic, then `Unknown` with type and payload. */
export function kubernetesObject(apiVersion: string, kind: string, object: Uint8Array): Uint8Array {
  const type = joined(field(1, apiVersion), field(2, kind));
  return joined("k8s\0", field(1, type), field(2, object), field(3, ""), field(4, ""));
}

/** A ConfigMap with these entries of `data`. */
export function configMap(name: string, data: Iterable<readonly [string, string | Uint8Array]>): Uint8Array {
  const metadata = joined(field(1, name), field(3, "hostile"));
  const entries = Array.from(data, ([key, value]) => field(2, joined(field(1, key), field(2, value))));
  return kubernetesObject("v1", "ConfigMap", joined(field(1, metadata), joinedAll(entries)));
}

/** A DER element: its tag, its length, its content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const bytes = joinedAll(content);
  if (bytes.length < 0x80) return joined([tag, bytes.length], bytes);
  const size = bytes.length.toString(16).padStart(8, "0");
  return joined([tag, 0x84], Buffer.from(size, "hex"), bytes);
}

/** The head of a CBOR item with a length of four bytes. */
export function cborHead(major: number, argument: number): number[] {
  return [(major << 5) | 26, ...Buffer.from(argument.toString(16).padStart(8, "0"), "hex")];
}

export function base64(content: string | Uint8Array): string {
  return Buffer.from(bytesOf(content)).toString("base64");
}

/** `n` texts, each made from its number. */
export function times<T>(count: number, one: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => one(at));
}
