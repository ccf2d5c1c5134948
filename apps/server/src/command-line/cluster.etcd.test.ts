import { freePorts, startEtcd } from "@etcdscope/etcd-process";
import { describe, expect, test } from "vitest";
import { etcdBinary } from "../etcd-source/etcd.testing.ts";
import { runHere as run } from "./terminal.testing.ts";

describe.skipIf(etcdBinary === undefined)("etcdscope cluster over a running etcd", () => {
  test("tells of its member and its leases", async () => {
    const etcd = await startEtcd({ binary: etcdBinary! });
    await etcd.etcdctl("lease", "grant", "600");
    const { code, stdout } = await run(["cluster", "--endpoints", etcd.endpoint]);
    await etcd.stop();
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^member\t[0-9a-f]+\tetcdscope-test\tup\tleader\t3\.\S+\t\d+ bytes, \d+ in use, quota \d+\traft/m,
    );
    expect(stdout).toMatch(/^leases\t1$/m);
    expect(stdout).toMatch(/^lease\t[0-9a-f]+\t\d+ s left\tgranted for 600 s$/m);
  });

  test("says that a member is down, and fails where none is left", async () => {
    const [port] = await freePorts(1);
    const { code, stdout, stderr } = await run(["cluster", "--endpoints", `http://127.0.0.1:${port}`]);
    expect(stdout).toContain(
      `member\t-\t-\tdown\tNothing listens at its address. (connect ECONNREFUSED 127.0.0.1:${port})\thttp://127.0.0.1:${port}\n`,
    );
    expect([code, stderr]).toEqual([1, "etcdscope: No member answers.\n"]);
  });
});
