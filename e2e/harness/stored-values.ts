/** A length-delimited protobuf field of less than 128 bytes. */
export const field = (number: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2, payload.length]), payload]);

/** An object as Kubernetes stores it: `k8s\0`, its type, and the message's bytes. */
export const envelope = (apiVersion: string, kind: string, object: Buffer): Buffer => {
  const type = Buffer.concat([field(1, Buffer.from(apiVersion)), field(2, Buffer.from(kind))]);
  return Buffer.concat([Buffer.from("k8s\0"), field(1, type), field(2, object)]);
};

/** A ConfigMap named `broken` that ends in a field of 127 bytes with one of them. */
export const damagedConfigMap = envelope(
  "v1",
  "ConfigMap",
  Buffer.concat([field(1, field(1, Buffer.from("broken"))), Buffer.from([0x12, 0x7f, 0x41])]),
);

/** JSON of 100,000 rows: more than a page decodes unasked. It fits an etcd with {@link largeRequests}. */
export const manyRows = (): Buffer =>
  Buffer.from(
    JSON.stringify({ rows: Array.from({ length: 100_000 }, (_, at) => `the row number ${at} of many`) }),
  );

/** Arguments of an etcd that takes more than the usual 1.5 MiB at once. */
export const largeRequests = ["--max-request-bytes=16777216"];
