/**
 * Makes `fixtures/snapshot-*.db.gz` with a real etcd, and next to each the answers that this etcd gave itself.
 * For the sample cluster, which is only restored, it makes the answers.
 *
 * Run: npx tsx scripts/build-snapshot-fixtures.ts [scenario … | sample-cluster]
 * Takes `etcd` and `etcdctl` from the PATH or from ETCD_FOLDER, and makes the fixtures of their release.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { type EtcdBinary, type EtcdProcess, findEtcd, startEtcd } from "@etcdscope/etcd-process";
import { type Answers, answersOf } from "./snapshot-fixtures/answers.ts";
import { Gateway } from "./snapshot-fixtures/gateway.ts";
import { type Scenario, scenarios } from "./snapshot-fixtures/scenarios.ts";

const sample = "sample-cluster";
const run = promisify(execFile);
const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

async function build(scenario: Scenario, binary: EtcdBinary, folder: string): Promise<void> {
  const server = await startEtcd({ binary });
  await scenario.fill(new Gateway(server.endpoint));
  const saved = join(folder, `${scenario.name}.db`);
  await server.etcdctl("snapshot", "save", saved);
  if (scenario.isRaw) await copyDatabase(server, saved);
  const answers = await answersOf(
    new Gateway(server.endpoint),
    binary.version,
    await statusOf(binary, saved),
  );
  await server.stop();
  const target = join(fixtures, `snapshot-${scenario.name}`);
  await writeFile(`${target}.db.gz`, gzipSync(await readFile(saved), { level: 9 }));
  await writeAnswers(`${target}.json`, answers);
}

/** Of a server that was killed right after a snapshot, for which it writes all that it has. */
async function copyDatabase(server: EtcdProcess, file: string): Promise<void> {
  await server.kill9();
  await writeFile(file, await readFile(join(server.folder, "data", "member", "snap", "db")));
  await server.restart();
}

async function answerSample(binary: EtcdBinary, folder: string): Promise<void> {
  const file = join(folder, "sample.db");
  const data = join(folder, "sample");
  await writeFile(file, gunzipSync(await readFile(join(fixtures, `${sample}.db.gz`))));
  await run(binary.etcdctl, ["snapshot", "restore", file, "--data-dir", data]);
  const server = await startEtcd({ binary, args: [`--data-dir=${data}`] });
  const answers = await answersOf(new Gateway(server.endpoint), binary.version, await statusOf(binary, file));
  await server.stop();
  await writeAnswers(join(fixtures, `${sample}.json`), answers);
}

async function writeAnswers(file: string, answers: Answers): Promise<void> {
  await writeFile(file, `${JSON.stringify(answers, undefined, 1)}\n`);
  console.log(`${basename(file)}: revision ${answers.revision}`);
}

async function statusOf({ etcdctl }: EtcdBinary, file: string): Promise<unknown> {
  const { stdout } = await run(etcdctl, ["snapshot", "status", file, "-w", "json"]);
  return JSON.parse(stdout);
}

const binary = findEtcd(process.env["ETCD_FOLDER"]);
if (binary === undefined) throw new Error("no etcd on the PATH or in ETCD_FOLDER");
const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
const folder = await mkdtemp(join(tmpdir(), "etcdscope-fixtures-"));
try {
  for (const scenario of scenarios.filter(({ release }) => binary.version.startsWith(release)))
    if (isWanted(scenario.name)) await build(scenario, binary, folder);
  if (isWanted(sample)) await answerSample(binary, folder);
} finally {
  await rm(folder, { recursive: true });
}
