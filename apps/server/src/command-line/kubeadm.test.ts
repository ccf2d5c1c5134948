import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withKubeadm } from "./kubeadm.ts";

let pki: string;
let folder: string;

beforeEach(async () => {
  pki = await mkdtemp(join(tmpdir(), "etcdscope-pki-"));
  folder = join(pki, "etcd");
  await mkdir(folder);
});
afterEach(() => rm(pki, { recursive: true }));

const write = (...names: string[]) => Promise.all(names.map((name) => writeFile(join(pki, name), "x")));

it("takes kubeadm's authority, the certificate with the fewest rights, and the usual endpoint", async () => {
  await write("etcd/ca.crt", "etcd/server.crt", "etcd/server.key");
  await write("etcd/healthcheck-client.crt", "etcd/healthcheck-client.key");
  expect(await withKubeadm({}, folder)).toEqual({
    endpoints: "https://127.0.0.1:2379",
    cacert: join(folder, "ca.crt"),
    cert: join(folder, "healthcheck-client.crt"),
    key: join(folder, "healthcheck-client.key"),
  });
});

it("goes on to the next certificate when one has no key", async () => {
  await write("etcd/ca.crt", "etcd/healthcheck-client.crt", "etcd/server.crt");
  await write("apiserver-etcd-client.crt", "apiserver-etcd-client.key");
  expect((await withKubeadm({}, folder)).cert).toBe(join(pki, "apiserver-etcd-client.crt"));
});

it("keeps what is given", async () => {
  const given = { endpoints: "https://10.0.0.1:2379", cacert: "a", cert: "b", key: "c" };
  expect(await withKubeadm(given, folder)).toEqual(given);
});

it("says which file is missing, and where it is run best", async () => {
  await write("etcd/ca.crt");
  await expect(withKubeadm({}, folder)).rejects.toThrow(
    /healthcheck-client\.crt: --kubeadm needs a control plane/,
  );
});
