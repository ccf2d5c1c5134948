import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import { type KeySource, sourceContract } from "@etcdscope/keyspace";
import { afterAll, beforeAll, describe, test } from "vitest";
import { EtcdWriter, etcdBinary, prepareOn } from "./etcd.testing.ts";
import { openEtcd } from "./open-etcd.ts";

describe.skipIf(etcdBinary === undefined)("the contract of sources, kept over a real etcd", () => {
  let etcd: EtcdProcess;
  let writer: EtcdWriter;
  const opened: KeySource[] = [];
  const open = async () => {
    const source = await openEtcd({ endpoints: [etcd.endpoint], firstPage: 64 });
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
});
