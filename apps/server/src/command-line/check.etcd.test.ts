import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EtcdProcess, freePorts, startEtcd } from "@etcdscope/etcd-process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Certificates, hasOpenssl } from "../etcd-source/certificates.testing.ts";
import { bytesOf, etcdBinary } from "../etcd-source/etcd.testing.ts";
import { KineServer } from "../etcd-source/kine.testing.ts";
import { buildProgram, type RunOptions, run } from "./program.testing.ts";

beforeAll(buildProgram);

/** Exit code, and each step without its endpoint. */
async function checked(args: readonly string[], options?: RunOptions) {
  const { code, stdout, stderr } = await run(["check", ...args], options);
  const steps = stdout
    .trimEnd()
    .split("\n")
    .map((row) => row.split("\t").slice(1).join(" "));
  return { code, steps, stderr };
}

describe.skipIf(etcdBinary === undefined)("etcdscope check", () => {
  let etcd: EtcdProcess;

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary! });
    await etcd.etcdctl("put", "k", "v");
  });
  afterAll(() => etcd.stop());

  it("tells every step, in order", async () => {
    const { code, steps, stderr } = await checked(["--endpoints", etcd.endpoint]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(steps).toEqual([
      "name ok 127.0.0.1",
      expect.stringMatching(/^tcp ok \d+ ms$/),
      "tls skipped the endpoint is not encrypted",
      "login skipped there is no user",
      expect.stringMatching(/^cluster ok [0-9a-f]+, etcd 3\.\d+\.\d+$/),
      "range ok revision 2, 1 keys",
      "watch ok accepted",
    ]);
  });

  it("says which step fails and why, for one endpoint of several", async () => {
    const [port = 0] = await freePorts(1);
    const { code, steps, stderr } = await checked([
      "--endpoints",
      `http://127.0.0.1:${port},${etcd.endpoint}`,
    ]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/1 of 2 endpoints/)]);
    expect(steps).toHaveLength(14);
    expect(steps[1]).toMatch(/^tcp failed Nothing listens on port/);
    expect(steps[6]).toBe("watch skipped tcp failed");
    expect(steps[12]).toMatch(/^range ok/);
  });

  it("names the endpoint of another cluster, and fails there", async () => {
    const other = await startEtcd({ binary: etcdBinary! });
    try {
      const { code, steps } = await checked(["--endpoints", `${etcd.endpoint}, ${other.endpoint}`]);
      expect([code, steps[11]]).toEqual([
        1,
        expect.stringMatching(
          new RegExp(
            `^cluster failed ${other.endpoint} belongs to another cluster .* than ${etcd.endpoint} `,
          ),
        ),
      ]);
    } finally {
      await other.stop();
    }
  });

  it("says of kine what it is, and counts its keys", async () => {
    const kine = await KineServer.start("old");
    for (const key of ["/registry/a", "/registry/b"]) kine.put(bytesOf(key), bytesOf("1"));
    const { code, steps } = await checked(["--endpoints", kine.endpoint]);
    const { stdout } = await run(["cluster", "--endpoints", kine.endpoint]);
    const listed = await run(["search", "ry/b", "--endpoints", kine.endpoint]);
    kine.close();
    expect([code, ...steps.slice(4)]).toEqual([
      0,
      "cluster ok kine (it says 3.5.13): an SQL database behind etcd's API",
      "range ok revision 3, 2 keys",
      "watch ok accepted",
    ]);
    expect(stdout).toMatch(/^server\tkine\t.*no raft.*\n.*\nrevision\t.*\nmember\t-\tkine\tup\t3\.5\.13\t/);
    expect(stdout).toMatch(/unknown\tleases\t.*\(LeaseLeases is not supported\)/);
    expect(listed.stdout).toBe("/registry/b\n");
  });

  it("goes towards every source of a settings file, whatever becomes of the others", async () => {
    const folder = mkdtempSync(join(tmpdir(), "etcdscope-check-"));
    const [port = 0] = await freePorts(1);
    const settings = join(folder, "settings.yaml");
    writeFileSync(join(folder, "torn.db"), "no snapshot");
    writeFileSync(
      settings,
      `sources:
  - {name: Down, endpoints: "http://127.0.0.1:${port}"}
  - {name: Wrong, endpoints: "https://127.0.0.1:${port}", cacert: nowhere.pem}
  - {name: Torn, snapshot: torn.db}
  - {name: Sample, snapshot: ${join(process.cwd(), "fixtures/sample-cluster.db.gz")}}
  - {name: Up, endpoints: ["${etcd.endpoint}"]}`,
    );
    const { code, stdout, stderr } = await run(["check", "--config", settings]);
    rmSync(folder, { recursive: true });
    const rows = stdout
      .trimEnd()
      .split("\n")
      .map((row) => row.split("\t"));
    expect([code, stderr]).toEqual([1, expect.stringMatching(/3 of 5 endpoints failed/)]);
    expect(
      rows.filter(([, , , outcome]) => outcome === "failed").map(([name, , step]) => [name, step]),
    ).toEqual([
      ["Down", "tcp"],
      ["Wrong", "settings"],
      ["Torn", "file"],
    ]);
    expect(rows.filter(([name]) => name === "Up")).toHaveLength(7);
    expect(rows.find(([name]) => name === "Sample")).toEqual([
      "Sample",
      expect.stringMatching(/sample-cluster/),
      "file",
      "ok",
      expect.stringMatching(/^revision \d+, \d+ keys$/),
    ]);
  });

  it("says that a name is unknown", async () => {
    const { code, steps } = await checked(["--endpoints", "http://nowhere.invalid:2379"]);
    expect([code, steps[0]]).toEqual([1, expect.stringMatching(/^name failed No address is known/)]);
  });

  it("asks which etcd, and refuses what is no endpoint", async () => {
    expect(await run(["check"])).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/--endpoints/),
    });
    expect((await run(["check", "--endpoints", "ftp://x"])).code).toBe(2);
  });
});

describe.skipIf(etcdBinary === undefined || !hasOpenssl())("etcdscope check over TLS and a login", () => {
  const folder = mkdtempSync(join(tmpdir(), "etcdscope-check-"));
  const files = new Certificates(folder);
  let etcd: EtcdProcess;

  beforeAll(async () => {
    files.authority("ca");
    files.certificate("server", "ca", "serverAuth,clientAuth", "IP:127.0.0.1");
    files.certificate("client", "ca", "clientAuth", "DNS:client");
    const [cert, key] = [files.path("client.pem"), files.path("client.key")];
    etcd = await startEtcd({
      binary: etcdBinary!,
      tls: {
        serverArgs: [
          ...[`--cert-file=${files.path("server.pem")}`, `--key-file=${files.path("server.key")}`],
          ...["--client-cert-auth", `--trusted-ca-file=${files.path("ca.pem")}`],
        ],
        clientArgs: [`--cacert=${files.path("ca.pem")}`, `--cert=${cert}`, `--key=${key}`],
      },
    });
    for (const command of ["user add root:right", "auth enable"]) await etcd.etcdctl(...command.split(" "));
  });
  afterAll(async () => {
    await etcd.stop();
    rmSync(folder, { recursive: true });
  });

  const client = () => ["--cert", files.path("client.pem"), "--key", files.path("client.key")];
  const at = (...more: string[]) => checked(["--endpoints", etcd.endpoint, ...more]);

  it("passes every step with all that is needed", async () => {
    const { code, steps } = await at("--cacert", files.path("ca.pem"), ...client(), "--user", "root");
    expect(code).toBe(2);
    expect(steps).toEqual([""]);
    const args = ["check", "--endpoints", etcd.endpoint, "--cacert", files.path("ca.pem"), ...client()];
    const ended = await run([...args, "--user", "root"], { env: { ETCDSCOPE_PASSWORD: "right" } });
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    expect(ended.stdout).toMatch(/tls\tok\tverified\n.*login\tok\tas root\n.*cluster\tok\t.*\n.*range\tok/);
  });

  it("fails at TLS for want of an authority or a certificate, and at the login for a wrong password", async () => {
    const [, , noAuthority] = (await at()).steps;
    expect(noAuthority).toMatch(/^tls failed .*authority that is not trusted/);
    const [, , noCertificate] = (await at("--cacert", files.path("ca.pem"))).steps;
    expect(noCertificate).toMatch(/^tls failed .*asks for a client certificate/);
    const env = { ETCDCTL_USER: "root:wrong" };
    const { steps } = await checked(
      ["--endpoints", etcd.endpoint, "--insecure-skip-tls-verify", ...client()],
      { env },
    );
    expect(steps.slice(2, 5)).toEqual([
      "tls ok not verified",
      expect.stringMatching(
        /^login failed etcd does not accept the user or the password\. \(etcdserver: .+\)$/,
      ),
      "cluster skipped login failed",
    ]);
  });
});
