import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import { type KeySource, sourceContract } from "@etcdscope/keyspace";
import { afterAll, beforeAll, describe, test } from "vitest";
import { EtcdWriter, etcdBinary, prepareOn } from "./etcd.testing.ts";
import { openEtcd } from "./open-etcd.ts";

/** A database above the limit is asked for in windows from the first request on. */
const sizes = [
  { kind: "a small", smallBytes: 2 ** 30 },
  { kind: "a large", smallBytes: 0 },
];

describe.skipIf(etcdBinary === undefined).each(sizes)(
  "the contract of sources, kept over $kind etcd",
  ({ smallBytes }) => {
    let etcd: EtcdProcess;
    let writer: EtcdWriter;
    const opened: KeySource[] = [];
    const open = async () => {
      const source = await openEtcd({ endpoints: [etcd.endpoint], firstPage: 64, smallBytes });
      opened.push(source);
      return source;
    };

    beforeAll(async () => {
      etcd = await startEtcd({ binary: etcdBinary! });
      writer = new EtcdWriter(etcd);
    });
    afterAll(async () => {
      await Promise.all(opened.map((source) => source.close()));
      writer.close();
      await etcd.stop();
    });

    for (const contractCase of sourceContract) {
      test(contractCase.name, () => contractCase.run(prepareOn(writer, open)));
    }
  },
);
