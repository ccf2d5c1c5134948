/** etcdscope against etcdctl on one etcd, at several sizes. Run: see README.md. */
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type EtcdProcess, findEtcd } from "@etcdscope/etcd-process";
import { Asker, placesIn, rateOf, timesOf } from "./asking.ts";
import { catchUp } from "./catch-up.ts";
import { startCluster } from "./cluster.ts";
import { cpuOf, memoryOf, type Run, run, serve } from "./program.ts";
import { type Waits, Writer } from "./writer.ts";

const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0);
const etcdctl = findEtcd()?.etcdctl ?? "etcdctl";
const clients = 50;
const events = 100_000;
/** Milliseconds between two questions whether the index is ready: more often they cost more than they tell. */
const pollEvery = 100;
/** Levels asked for one after the other. */
const asked = 3000;

type Row = readonly [name: string, ...cells: string[]];

interface Written<T> {
  readonly result: T;
  readonly waits: Waits;
  /** CPU seconds of etcd meanwhile. */
  readonly etcdCpu: number;
}

/** What the writer waits, and etcd works, while something else goes on. */
async function whileWriting<T>(etcd: EtcdProcess, work: () => Promise<T>): Promise<Written<T>> {
  const writer = new Writer(etcd.endpoint);
  await writer.start();
  await sleep(500);
  const cpuBefore = cpuOf(etcd);
  const result = await work();
  const etcdCpu = cpuOf(etcd) - cpuBefore;
  const waits = await writer.stop();
  writer.close();
  return { result, waits, etcdCpu };
}

const listAll = (etcd: EtcdProcess): Promise<Run> =>
  run(etcdctl, [
    `--endpoints=${etcd.endpoint}`,
    "--command-timeout=300s",
    "get",
    "/",
    "--prefix",
    "--keys-only",
  ]);

interface Started {
  readonly firstLevel: number;
  readonly secondLevel: number;
  readonly indexed: number;
  readonly cpu: number;
}

/** Starts the server and asks as a browser would: the root, then what is under it, then until it is indexed. */
async function startAndAsk(
  etcd: EtcdProcess,
): Promise<Started & { served: Awaited<ReturnType<typeof serve>> }> {
  const served = await serve(["--endpoints", etcd.endpoint]);
  const since = (): number => performance.now() - served.begun;
  const asker = new Asker(served.address);
  await asker.children("");
  const firstLevel = since();
  await asker.children("/registry/");
  const secondLevel = since();
  while ((await asker.source()).state !== "ready") await sleep(pollEvery);
  const indexed = since();
  asker.close();
  return { served, firstLevel, secondLevel, indexed, cpu: cpuOf(served.child) };
}

async function measure(keys: number): Promise<Row[]> {
  const { etcd, stop } = await startCluster(keys);
  try {
    await listAll(etcd);
    const quiet = await whileWriting(etcd, () => sleep(3000));
    const theirs = await whileWriting(etcd, () => listAll(etcd));
    const ours = await whileWriting(etcd, () => startAndAsk(etcd));
    const again = await whileWriting(etcd, () => listAll(etcd));
    const { served, ...started } = ours.result;
    const indexedMemory = memoryOf(served.child);
    const asker = new Asker(served.address);
    const { levels, values } = await placesIn(asker);
    const cpuBefore = cpuOf(served.child);
    const level = await timesOf(asker, levels, asked);
    const levelCpu = ((cpuOf(served.child) - cpuBefore) * 1000) / asked;
    const childrenRate = await rateOf(served.address, levels, clients, 5);
    const valueRate = await rateOf(served.address, values, clients, 5);
    const finalMemory = memoryOf(served.child);
    asker.close();
    await served.stop();
    const caught = await catchUp(etcd, events);
    const listed = (theirs.result.milliseconds + again.result.milliseconds) / 2;
    const worst = (theirs.waits.worst + again.waits.worst) / 2;
    return [
      [
        "etcdctl get / --prefix --keys-only",
        ...seconds(theirs.result.milliseconds),
        ...seconds(again.result.milliseconds),
      ],
      [
        "first level since process start",
        ...seconds(started.firstLevel),
        `${ratio(started.firstLevel, listed)} of etcdctl`,
      ],
      [
        "the level under it",
        ...seconds(started.secondLevel),
        `${ratio(started.secondLevel, listed)} of etcdctl`,
      ],
      ["index ready", ...seconds(started.indexed), `${ratio(started.indexed, listed)} of etcdctl`],
      ["CPU of the server until then", ...seconds(started.cpu * 1000), ""],
      [
        "CPU of etcd: etcdctl, etcdscope, etcdctl",
        ...[theirs, ours, again].flatMap(({ etcdCpu }) => seconds(etcdCpu * 1000)),
        `${ratio(ours.etcdCpu, (theirs.etcdCpu + again.etcdCpu) / 2)} of etcdctl`,
      ],
      [
        "server RSS, indexed / at most",
        mebibytes(indexedMemory.now),
        mebibytes(indexedMemory.peak),
        `${mebibytes(finalMemory.peak)} at most after all below`,
      ],
      [
        "level from the index, p50 / p99",
        milliseconds(level.p50),
        milliseconds(level.p99),
        `${milliseconds(levelCpu)} CPU`,
      ],
      ["writer, nothing else: p99 / worst", ...waits(quiet.waits)],
      ["writer, etcdctl lists: p99 / worst", ...waits(theirs.waits), ...waits(again.waits)],
      [
        "writer, etcdscope lists: p99 / worst",
        ...waits(ours.waits),
        `${ratio(ours.waits.worst, worst)} of etcdctl's worst`,
      ],
      ["levels a second, 50 clients", Math.round(childrenRate).toString(), ""],
      ["values a second, 50 clients", Math.round(valueRate).toString(), ""],
      [
        `catching up ${caught.events} events`,
        `lost ${caught.lost}, twice ${caught.twice}`,
        `${Math.round(caught.perSecond)}/s`,
      ],
    ];
  } finally {
    await stop();
  }
}

const seconds = (time: number): string[] => [`${(time / 1000).toFixed(2)} s`];
const milliseconds = (time: number): string => `${time.toFixed(1)} ms`;
const mebibytes = (size: number): string => `${Math.round(size)} MiB`;
const ratio = (ours: number, theirs: number): string => (ours / theirs).toFixed(2);
const waits = ({ p99, worst }: Waits): string[] => [`${Math.round(p99)} / ${Math.round(worst)} ms`];

for (const keys of sizes.length === 0 ? [10_000, 100_000, 1_000_000] : sizes) {
  console.log(
    `\n${keys.toLocaleString("en")} keys; load of the machine before: ${loadavg()[0]?.toFixed(1)}\n`,
  );
  for (const row of await measure(keys)) console.log(`| ${row.join(" | ")} |`);
}
process.exit();
