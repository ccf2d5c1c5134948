/**
 * Makes `fixtures/snapshot-*.db.gz` with a real etcd, and next to each the answers that this etcd gave itself.
 * For the sample cluster, which is only restored, it makes the answers.
 *
 * Run: npx tsx scripts/build-snapshot-fixtures.ts [scenario … | sample-cluster]
 * Needs `etcd` and `etcdctl` in the PATH (or in ETCD and ETCDCTL), and makes what belongs to their release.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { type Answers, answersOf } from "./snapshot-fixtures/answers.ts";
import { type EtcdProcess, startEtcd } from "./snapshot-fixtures/etcd-process.ts";
import { Gateway } from "./snapshot-fixtures/gateway.ts";
import { type Scenario, scenarios } from "./snapshot-fixtures/scenarios.ts";

const sample = "sample-cluster";
const run = promisify(execFile);
const etcd = process.env["ETCD"] ?? "etcd";
const etcdctl = process.env["ETCDCTL"] ?? "etcdctl";
const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

async function build(scenario: Scenario, version: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "etcdscope-fixtures-"));
  const server = await startEtcd(etcd);
  await scenario.fill(new Gateway(server.endpoint));
  const [file, running] = scenario.isRaw
    ? await copyDatabase(server)
    : [await saveSnapshot(server, join(folder, "snapshot.db")), server];
  const answers = await answersOf(new Gateway(running.endpoint), version, await statusOf(file));
  const target = join(fixtures, `snapshot-${scenario.name}`);
  await writeFile(`${target}.db.gz`, gzipSync(await readFile(file), { level: 9 }));
  await writeAnswers(`${target}.json`, answers);
  await running.remove();
  await rm(folder, { recursive: true });
}

async function answerSample(version: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "etcdscope-fixtures-"));
  const file = join(folder, "snapshot.db");
  const data = join(folder, "data");
  await writeFile(file, gunzipSync(await readFile(join(fixtures, `${sample}.db.gz`))));
  await run(etcdctl, ["snapshot", "restore", file, "--data-dir", data]);
  const server = await startEtcd(etcd, data);
  const answers = await answersOf(new Gateway(server.endpoint), version, await statusOf(file));
  await writeAnswers(join(fixtures, `${sample}.json`), answers);
  await server.stop();
  await rm(folder, { recursive: true });
}

async function writeAnswers(file: string, answers: Answers): Promise<void> {
  await writeFile(file, `${JSON.stringify(answers, undefined, 1)}\n`);
  console.log(`${basename(file)}: revision ${answers.revision}`);
}

async function saveSnapshot(server: EtcdProcess, file: string): Promise<string> {
  await run(etcdctl, ["--endpoints", server.endpoint, "snapshot", "save", file]);
  return file;
}

/** Of a stopped server, which then runs on to be asked. */
async function copyDatabase(server: EtcdProcess): Promise<[string, EtcdProcess]> {
  await server.stop();
  const file = `${server.dataFolder}.db`;
  await writeFile(file, await readFile(join(server.dataFolder, "member", "snap", "db")));
  return [file, await startEtcd(etcd, server.dataFolder)];
}

async function statusOf(file: string): Promise<unknown> {
  const { stdout } = await run(etcdctl, ["snapshot", "status", file, "-w", "json"]);
  return JSON.parse(stdout);
}

const { stdout } = await run(etcd, ["--version"]);
const version = /etcd Version: (\S+)/.exec(stdout)?.[1] ?? "unknown";
const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
for (const scenario of scenarios.filter(({ release }) => version.startsWith(release)))
  if (isWanted(scenario.name)) await build(scenario, version);
if (isWanted(sample)) await answerSample(version);
