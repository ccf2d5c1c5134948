/** Many readers of one live stream over a real etcd under writes: what is lost, how late, at what cost. Run: see README.md. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { type ChangesEvent, urls } from "@etcdscope/contract";
import { findEtcd, startEtcd } from "@etcdscope/etcd-process";
import { Etcd3 } from "etcd3";

const [readers = 50, perSecond = 1000, seconds = 20] = process.argv.slice(2).map(Number);
const binary = findEtcd();
if (binary === undefined) throw new Error("etcd is not on the PATH");

const etcd = await startEtcd({ binary });
const program = spawn(
  process.execPath,
  ["apps/server/bin/etcdscope.js", "--endpoints", etcd.endpoint, "--port", "0", "--log-level", "silent"],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const [line]: string[] = await once(createInterface(program.stdout), "line");
const address = line?.match(/http\S+/)?.[0] ?? "";

const writtenAt = new Map<string, number>();
const late: number[] = [];

interface Reader {
  readonly told: Map<string, number>;
  events: number;
  resyncs: number;
  inOrder: boolean;
  revision: bigint;
}

function take(reader: Reader, frame: string): void {
  const [, name] = /^event: (\w+)/.exec(frame) ?? [];
  reader.events++;
  if (name === "resync") reader.resyncs++;
  if (name !== "changes") return;
  const data: ChangesEvent = JSON.parse(frame.slice(frame.indexOf("data: ") + 6));
  reader.inOrder &&= BigInt(data.revision) > reader.revision;
  reader.revision = BigInt(data.revision);
  const now = performance.now();
  for (const { key } of data.changes) {
    reader.told.set(key, (reader.told.get(key) ?? 0) + 1);
    late.push(now - (writtenAt.get(key) ?? now));
  }
}

async function connect(): Promise<Reader> {
  const reader: Reader = { told: new Map(), events: 0, resyncs: 0, inOrder: true, revision: 0n };
  const request = get(new URL(urls.events("etcd"), address), { agent: false });
  const [response]: IncomingMessage[] = await once(request, "response");
  let rest = "";
  response?.setEncoding("utf8").on("data", (text: string) => {
    const frames = (rest + text).split("\n\n");
    rest = frames.pop() ?? "";
    for (const frame of frames) take(reader, frame);
  });
  response?.on("error", () => undefined);
  return reader;
}

/** Peak and present resident memory in MiB, and CPU seconds, of the server as Linux counts them. */
async function cost(): Promise<{ rss: number; peak: number; cpu: number }> {
  const status = await readFile(`/proc/${program.pid}/status`, "utf8");
  const stat = (await readFile(`/proc/${program.pid}/stat`, "utf8")).split(" ");
  const mebibytes = (name: string): number =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return {
    rss: mebibytes("VmRSS"),
    peak: mebibytes("VmHWM"),
    cpu: (Number(stat[13]) + Number(stat[14])) / 100,
  };
}

const all = await Promise.all(Array.from({ length: readers }, connect));
const before = await cost();
const client = new Etcd3({ hosts: etcd.endpoint });
const begun = performance.now();
const writes: Promise<unknown>[] = [];
for (let tick = 0; tick < seconds * 20; tick++) {
  for (let at = 0; at < perSecond / 20; at++) {
    const key = `/bench/${tick % 20}/${tick}-${at}`;
    writtenAt.set(key, performance.now());
    writes.push(client.kv.put({ key: Buffer.from(key), value: Buffer.from("v") }));
  }
  const wait = begun + (tick + 1) * 50 - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}
await Promise.all(writes);
const wrote = performance.now() - begun;
const isDone = (): boolean => all.every(({ told, resyncs }) => told.size === writtenAt.size || resyncs > 0);
for (let tries = 0; tries < 300 && !isDone(); tries++)
  await new Promise((resolve) => setTimeout(resolve, 100));
const after = await cost();

late.sort((left, right) => left - right);
const sum = (of: (reader: Reader) => number): number => all.reduce((total, one) => total + of(one), 0);
console.log({
  readers,
  written: writtenAt.size,
  writesPerSecond: Math.round(writtenAt.size / (wrote / 1000)),
  lost: sum(({ told }) => writtenAt.size - told.size),
  twice: sum(({ told }) => [...told.values()].filter((times) => times > 1).length),
  resyncs: sum(({ resyncs }) => resyncs),
  inOrder: all.every((reader) => reader.inOrder),
  eventsPerReaderAndSecond: +(sum(({ events }) => events) / readers / (wrote / 1000)).toFixed(2),
  lateMs: [0.5, 0.99].map((share) => Math.round(late[Math.floor(late.length * share)] ?? 0)),
  rssBefore: before.rss,
  rssAfter: after.rss,
  rssPeak: after.peak,
  cpuShareOfOneCore: +((after.cpu - before.cpu) / (wrote / 1000)).toFixed(2),
});
client.close();
program.kill();
await once(program, "exit");
await etcd.stop();
process.exit();
