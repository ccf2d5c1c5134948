import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import {
  type EtcdBinary,
  type EtcdProcess,
  findEtcd,
  leaderOf,
  startCluster,
  startEtcd,
} from "@etcdscope/etcd-process";
import type { Page } from "@playwright/test";
import { putBytes } from "./live.ts";
import type { Shot, Studio } from "./pictures.ts";
import { startServer } from "./server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sample = join(root, "fixtures/sample-cluster.db.gz");
const settings = "/registry/configmaps/shop/web-config";

const key = (name: string, more: Readonly<Record<string, string>> = {}, source = "etcd"): string =>
  `/s/${source}/key?${new URLSearchParams({ key: name, ...more }).toString()}`;

const state = (name: string) => (page: Page) => page.locator(`main [data-state="${name}"]`).first().waitFor();

/** It is there once it is known that there is something to wait for. */
const skeleton = async (page: Page): Promise<void> => {
  await page.locator('.tree-row[aria-selected="true"]').waitFor();
  await page.locator("main .skeleton-line").first().waitFor();
  // It comes late and slowly.
  await page.waitForTimeout(1000);
};

/** The pictures of what happens to an etcd, and of a file that is damaged. */
export async function takeLivePictures(studio: Studio): Promise<void> {
  const binary = findEtcd();
  if (binary === undefined) throw new Error("etcd is not on PATH");
  await ofChanges(studio, binary);
  await ofValues(studio, binary);
  await withoutAnIndex(studio, binary);
  await ofMembers(studio, binary);
  await ofDamage(studio);
}

async function ofChanges(studio: Studio, binary: EtcdBinary): Promise<void> {
  const shots = {
    changed: { name: "changed-light", path: key(settings, { path: "metadata.name" }) },
    deleted: { name: "deleted-dark", path: key("/app/flags"), dark: true },
    loading: { name: "loading-light", path: key(settings), withhold: "**/value?*" },
    away: { name: "away-light", path: key(settings) },
  } satisfies Record<string, Shot>;
  if (!studio.wants(...Object.values(shots).map(({ name }) => name))) return;
  const etcd = await startEtcd({ binary });
  fillWithSample(etcd);
  await etcd.etcdctl("put", "/app/flags", '{"flags":{"dark":true,"beta":false}}');
  const server = await startServer(["--endpoints", etcd.endpoint]);
  await studio.take(server.url, {
    ...shots.changed,
    meanwhile: async (page) => {
      const { stdout } = await etcd.etcdctl("get", settings, "--print-value-only");
      await putBytes(etcd, Buffer.from(settings), renamed(stdout.subarray(0, -1)));
      await page.getByRole("button", { name: "Update" }).waitFor();
    },
  });
  await studio.take(server.url, {
    ...shots.deleted,
    meanwhile: async (page) => {
      await etcd.etcdctl("del", "/app/flags");
      await state("deleted")(page);
    },
  });
  await studio.take(server.url, { ...shots.loading, meanwhile: skeleton });
  await studio.take(server.url, {
    ...shots.away,
    meanwhile: async (page) => {
      await etcd.kill9();
      await state("unreachable")(page);
    },
  });
  await server.stop();
  await etcd.stop();
}

/** The same bytes with one letter of a setting changed. */
function renamed(value: Buffer): Buffer {
  const at = value.indexOf("8080");
  if (at !== -1) value.write("9090", at);
  return value;
}

/** A length-delimited protobuf field of less than 128 bytes. */
const field = (number: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2, payload.length]), payload]);

async function ofValues(studio: Studio, binary: EtcdBinary): Promise<void> {
  const broken = "/registry/configmaps/default/broken";
  const shots: Shot[] = [
    { name: "partial-light", path: key(broken, { view: "json", split: "hex" }) },
    { name: "partial-dark", path: key(broken, { view: "json", split: "hex" }), dark: true },
    { name: "failed-light", path: key("/app/noise") },
    { name: "large-light", path: key("/app/rows", { view: "json" }) },
  ];
  if (!studio.wants(...shots.map(({ name }) => name))) return;
  const etcd = await startEtcd({ binary, args: ["--max-request-bytes=16777216"] });
  const type = Buffer.concat([field(1, Buffer.from("v1")), field(2, Buffer.from("ConfigMap"))]);
  const object = Buffer.concat([field(1, field(1, Buffer.from("broken"))), Buffer.from([0x12, 0x7f, 0x41])]);
  const damaged = Buffer.concat([Buffer.from("k8s\0"), field(1, type), field(2, object)]);
  await putBytes(etcd, Buffer.from(broken), damaged);
  await putBytes(etcd, Buffer.from("/app/noise"), Buffer.from([0xff, 0x00, 0xfe, 0x81, 0x1b, 0x5b, 0x33]));
  const rows = Array.from({ length: 100_000 }, (_, at) => `the row number ${at} of many`);
  await putBytes(etcd, Buffer.from("/app/rows"), Buffer.from(JSON.stringify({ rows })));
  const server = await startServer(["--endpoints", etcd.endpoint]);
  for (const shot of shots) await studio.take(server.url, shot);
  await server.stop();
  await etcd.stop();
}

async function withoutAnIndex(studio: Studio, binary: EtcdBinary): Promise<void> {
  const search = { find: "web", opened: Buffer.from("/registry/pods/").toString("base64url") };
  const shots: Shot[] = [
    { name: "unindexed-light", path: "/s/etcd" },
    { name: "unindexed-search-light", path: key(settings, search) },
    { name: "unindexed-search-chinese", path: key(settings, search), locale: "zh-CN" },
  ];
  if (!studio.wants(...shots.map(({ name }) => name))) return;
  const etcd = await startEtcd({ binary });
  fillWithSample(etcd);
  const server = await startServer(["--endpoints", etcd.endpoint, "--max-index-keys", "2"]);
  for (const shot of shots) await studio.take(server.url, shot);
  await server.stop();
  await etcd.stop();
}

async function ofMembers(studio: Studio, binary: EtcdBinary): Promise<void> {
  const shots: Shot[] = [
    { name: "members-light", path: "/s/etcd/cluster" },
    { name: "members-dark", path: "/s/etcd/cluster", dark: true },
  ];
  if (!studio.wants(...shots.map(({ name }) => name))) return;
  const etcds = await startCluster(3, { binary });
  await etcds[0]?.etcdctl("put", "/app/flags", "1");
  await etcds[0]?.etcdctl("lease", "grant", "300");
  const server = await startServer(["--endpoints", etcds.map(({ endpoint }) => endpoint).join(",")]);
  const leader = await leaderOf(etcds);
  await etcds.find((etcd) => etcd !== leader)?.kill9();
  const meanwhile = (page: Page) => page.getByText("2 of 3 up").waitFor();
  for (const shot of shots) await studio.take(server.url, { ...shot, meanwhile });
  await server.stop();
  await Promise.all(etcds.map((etcd) => etcd.stop()));
}

const pageSize = 4096;
/** Leaves of the sample's history. */
const lostPages = [33, 672];

async function ofDamage(studio: Studio): Promise<void> {
  const path = key("/registry/namespaces/shop", {}, "night");
  const shots: Shot[] = [
    { name: "damaged-light", path },
    { name: "damaged-dark", path, dark: true },
  ];
  if (!studio.wants(...shots.map(({ name }) => name))) return;
  const bytes = gunzipSync(await readFile(sample));
  for (const page of lostPages) bytes.fill(0, page * pageSize, (page + 1) * pageSize);
  const folder = await mkdtemp(join(tmpdir(), "etcdscope-pictures-"));
  await writeFile(join(folder, "night.db"), bytes);
  const server = await startServer(["--snapshot", join(folder, "night.db")]);
  for (const shot of shots) await studio.take(server.url, shot);
  await server.stop();
  await rm(folder, { recursive: true });
}

function fillWithSample(etcd: EtcdProcess): void {
  const script = join(root, "scripts/load-into-etcd.ts");
  const args = ["tsx", "--conditions=etcdscope-source", script, sample, "--endpoints", etcd.endpoint];
  const { status, stderr } = spawnSync("npx", args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`the sample could not be loaded: ${stderr}`);
}
