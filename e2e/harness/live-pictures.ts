import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type EtcdBinary,
  type EtcdProcess,
  findEtcd,
  leaderOf,
  startCluster,
  startEtcd,
} from "@etcdscope/etcd-process";
import type { Page } from "@playwright/test";
import { sampleFile, serveDamagedSnapshot } from "./damaged-snapshot.ts";
import { putBytes, serving } from "./live.ts";
import type { Shot, Studio } from "./pictures.ts";
import { damagedConfigMap, largeRequests, manyRows } from "./stored-values.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
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
  await serving([etcd], async ({ url }) => {
    await studio.take(url, {
      ...shots.changed,
      meanwhile: async (page) => {
        const { stdout } = await etcd.etcdctl("get", settings, "--print-value-only");
        await putBytes(etcd, Buffer.from(settings), onAnotherPort(stdout.subarray(0, -1)));
        await page.getByRole("button", { name: "Update" }).waitFor();
      },
    });
    await studio.take(url, {
      ...shots.deleted,
      meanwhile: async (page) => {
        await etcd.etcdctl("del", "/app/flags");
        await state("deleted")(page);
      },
    });
    await studio.take(url, { ...shots.loading, meanwhile: skeleton });
    await studio.take(url, {
      ...shots.away,
      meanwhile: async (page) => {
        await etcd.kill9();
        await state("unreachable")(page);
      },
    });
  });
}

/** The settings with the port that they name as 8080 changed. */
function onAnotherPort(value: Buffer): Buffer {
  value.write("9090", value.indexOf("8080"));
  return value;
}

async function ofValues(studio: Studio, binary: EtcdBinary): Promise<void> {
  const broken = "/registry/configmaps/default/broken";
  const shots: Shot[] = [
    { name: "partial-light", path: key(broken, { view: "json", split: "hex" }) },
    { name: "partial-dark", path: key(broken, { view: "json", split: "hex" }), dark: true },
    { name: "failed-light", path: key("/app/noise") },
    { name: "large-light", path: key("/app/rows", { view: "json" }) },
  ];
  if (!studio.wants(...shots.map(({ name }) => name))) return;
  const etcd = await startEtcd({ binary, args: largeRequests });
  await putBytes(etcd, Buffer.from(broken), damagedConfigMap);
  await putBytes(etcd, Buffer.from("/app/noise"), Buffer.from([0xff, 0x00, 0xfe, 0x81, 0x1b, 0x5b, 0x33]));
  await putBytes(etcd, Buffer.from("/app/rows"), manyRows());
  await serving([etcd], ({ url }) => takeAll(studio, url, shots));
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
  await serving([etcd], ({ url }) => takeAll(studio, url, shots), ["--max-index-keys", "2"]);
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
  await serving(etcds, async ({ url }) => {
    const leader = await leaderOf(etcds);
    await etcds.find((etcd) => etcd !== leader)?.kill9();
    const meanwhile = (page: Page) => page.getByText("2 of 3 up").waitFor();
    for (const shot of shots) await studio.take(url, { ...shot, meanwhile });
  });
}

async function ofDamage(studio: Studio): Promise<void> {
  const path = key("/registry/namespaces/shop", {}, "night");
  const shots: Shot[] = [
    { name: "damaged-light", path },
    { name: "damaged-dark", path, dark: true },
  ];
  if (!studio.wants(...shots.map(({ name }) => name))) return;
  const server = await serveDamagedSnapshot();
  await takeAll(studio, server.url, shots);
  await server.stop();
}

async function takeAll(studio: Studio, url: string, shots: readonly Shot[]): Promise<void> {
  for (const shot of shots) await studio.take(url, shot);
}

function fillWithSample(etcd: EtcdProcess): void {
  const script = join(root, "scripts/load-into-etcd.ts");
  const args = ["tsx", "--conditions=etcdscope-source", script, sampleFile, "--endpoints", etcd.endpoint];
  const { status, stderr } = spawnSync("npx", args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`the sample could not be loaded: ${stderr}`);
}
