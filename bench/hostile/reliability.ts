/** What hostile input costs the server, class by class, and what its other answers are meanwhile. Run: npm run reliability */
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { urls, type ValueAnswer } from "@etcdscope/contract";
import { findEtcd, startEtcd } from "@etcdscope/etcd-process";
import { hostileValues } from "@etcdscope/hostile-values";
import { Etcd3 } from "etcd3";
import { cpuOf, type Served, serve } from "../million/program.ts";
import { type Asked, ask, askRaw, type Question } from "./asking.ts";
import { randomRequests } from "./random-requests.ts";
import { machine, quantile, type Watched, watch } from "./watching.ts";

const requests = Number(process.argv[2] ?? 20_000);
const seed = 20_261_129;
const binary = findEtcd();
if (binary === undefined) throw new Error("etcd is not on the PATH");
const begunOn = machine();
const etcd = await startEtcd({ binary });
const values = hostileValues();
const client = new Etcd3({ hosts: etcd.endpoint });
for (const { key, value } of values) await client.put(key).value(Buffer.from(value()));
client.close();
const server: Served = await serve(["--endpoints", etcd.endpoint]);

interface Row extends Watched {
  readonly name: string;
  readonly tried: number;
  readonly worst: number;
  readonly outcomes: ReadonlyMap<string, number>;
}

interface Cost {
  readonly path: string;
  readonly cpu: number;
}

const rows: Row[] = [];
const costs: Cost[] = [];

/** Tries questions one after another, so that the worst is known, or all at once. */
async function tryAll(name: string, questions: readonly Question[], together = false): Promise<void> {
  const outcomes = new Map<string, number>();
  const count = ({ outcome }: Asked): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  let worst = 0;
  const watched = await watch(server, async () => {
    if (together) {
      for (const asked of await Promise.all(questions.map((one) => ask(server.address, one)))) count(asked);
      return;
    }
    for (const question of questions) {
      const before = cpuOf(server.child);
      count(await ask(server.address, question));
      const used = cpuOf(server.child) - before;
      worst = Math.max(worst, used);
      costs.push({ path: question.path, cpu: used });
    }
  });
  add({ name, tried: questions.length, worst: together ? watched.cpu : worst, outcomes, ...watched });
}

async function tryRaw(name: string, texts: readonly string[], drip = false): Promise<void> {
  const outcomes = new Map<string, number>();
  const watched = await watch(server, async () => {
    for (const { outcome } of await Promise.all(texts.map((text) => askRaw(server.address, text, drip))))
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  });
  add({ name, tried: texts.length, worst: watched.cpu, outcomes, ...watched });
}

function add(row: Row): void {
  rows.push(row);
  process.stdout.write(`${lineOf(row)}\n`);
}

const of = (key: string) => ({ key });
await tryAll(
  "a value is opened",
  values.map(({ key }) => ({ path: urls.value("etcd", of(key)) })),
);
await tryAll(
  "all of its fields and its document",
  values.map(({ key }) => ({
    path: urls.value("etcd", of(key), undefined, { fields: "always", text: "always" }),
  })),
);
await tryAll(
  "its document as YAML",
  values.map(({ key }) => ({ path: urls.document("etcd", of(key), undefined, { form: "yaml" }) })),
);
await tryAll(
  "its bytes",
  values.map(({ key }) => ({ path: urls.bytes("etcd", of(key)) })),
);
await tryAll(
  "its relations",
  values.map(({ key }) => ({ path: urls.relations("etcd", of(key)) })),
);
const layers = await layersWithin();
await tryAll("what its fields hold in another form", layers);
const ten = layers.filter(({ path }) => path.includes("layer-of-1")).slice(0, 10);
await tryAll("ten layers of 1.4 MB at once", ten.length > 0 ? ten : layers.slice(0, 10), true);
const worst = costs.toSorted((a, b) => b.cpu - a.cpu).slice(0, 50);
await tryAll(
  "the fifty that cost most, at once",
  worst.map(({ path }) => ({ path })),
  true,
);
await tryAll(
  "the same, whose askers leave after 50 ms",
  worst.map(({ path }) => ({ path, leaves: 50 })),
  true,
);
await tryAll(
  "patterns",
  patterns().map((q) => ({ path: urls.search("etcd", q, { mode: "regex" }) })),
);
const { host } = new URL(server.address);
const slow = `POST ${urls.reveal("etcd")} HTTP/1.1\r\nhost: ${host}\r\netcdscope-reveal: yes\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{`;
await tryRaw(
  "bodies at a byte a second, 300 at once",
  Array.from({ length: 300 }, () => slow),
  true,
);
await tryRaw(
  "heads at a byte a second, 300 at once",
  Array.from({ length: 300 }, () => "GET /healthz HTTP/1.1\r\nx: "),
  true,
);
await tryRaw("two Host headers", [
  `GET /api/v1/sources HTTP/1.1\r\nhost: ${host}\r\nhost: evil.example\r\nconnection: close\r\n\r\n`,
]);
await tryRaw("a head of 100 KB", [
  `GET /healthz HTTP/1.1\r\nhost: ${host}\r\nx: ${"x".repeat(100_000)}\r\n\r\n`,
]);
await tryRandom();

async function tryRandom(): Promise<void> {
  const outcomes = new Map<string, number>();
  const known = values.map(({ key }) => key);
  const waiting = randomRequests(seed, requests, known);
  const failed: string[] = [];
  const watched = await watch(server, async () => {
    const askers = Array.from({ length: 8 }, async () => {
      for (const { path, method, headers, body } of waiting) {
        const { outcome, status } = await ask(server.address, { path, method, headers, body, enough: 1e9 });
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        if (status === 500) failed.push(`${method} ${path}`);
      }
    });
    await Promise.all(askers);
  });
  add({
    name: `random requests, 8 at a time (seed ${seed})`,
    tried: requests,
    worst: watched.cpu,
    outcomes,
    ...watched,
  });
  for (const one of failed.slice(0, 20)) process.stderr.write(`500: ${one.slice(0, 400)}\n`);
}

/** One question for each layer that a value says it has, the first five of each. */
async function layersWithin(): Promise<Question[]> {
  const found: Question[] = [];
  for (const { key } of values) {
    const response = await fetch(new URL(urls.value("etcd", of(key)), server.address));
    if (!response.ok) continue;
    const { within }: Pick<ValueAnswer, "within"> = await response.json();
    const names = within.flatMap(({ layer }) => layer ?? []).slice(0, 5);
    for (const layer of names)
      found.push({
        path: urls.value("etcd", of(key), undefined, { layer, fields: "always", text: "always" }),
      });
  }
  return found;
}

function patterns(): string[] {
  return [
    "(.*)*".repeat(100),
    "(a*)*".repeat(150),
    "(a|a)*".repeat(140),
    ".{1,30}".repeat(100),
    "((((((((.*)*)*)*)*)*)*)*)*$",
    "(.?){500}.{500}",
    "[^a]".repeat(250),
    `${"(".repeat(400)}a${")*".repeat(200)}${")".repeat(200)}`,
  ];
}

process.stdout.write("stopping\n");
const stopped = performance.now();
await server.stop();
const stopping = performance.now() - stopped;
await etcd.stop();
writeFileSync("docs/reliability.md", report());

function lineOf({ name, tried, worst, peak, health, outcomes }: Row): string {
  const times = [0.5, 0.99, 1].map((share) => quantile(health, share).toFixed(1)).join(" / ");
  const ends = [...outcomes].toSorted(([, a], [, b]) => b - a).map(([code, count]) => `${code} ${count}`);
  return `| ${name} | ${tried} | ${worst.toFixed(2)} | ${Math.round(peak)} | ${times} | ${ends.join(", ")} |`;
}

function report(): string {
  const dearest = costs.toSorted((a, b) => b.cpu - a.cpu).slice(0, 10);
  return `# What hostile input costs

Written by \`npm run reliability\` (bench/hostile) on ${availableParallelism()} cores: ${begunOn}. The built server reads a
real etcd with ${values.length} values that are made to cost their reader as much as they can (packages/hostile-values), 1.5 MB each
at most. They are tried one after another, or at once where that is said. Meanwhile /healthz is asked without a pause;
that it takes less than 50 ms in 99 of 100 cases is the aim on a machine that does nothing besides.

CPU is the worst single request's where they come one after another, else of all together; memory is what the whole
process had at most, the index and every worker included.

| input | tried | CPU, s | memory, MiB | /healthz p50 / p99 / max, ms | answers |
| --- | --- | --- | --- | --- | --- |
${rows.map(lineOf).join("\n")}

\`ok\` is an answer as it is meant; every other word is a code of the [API's errors](../packages/contract/src/errors.ts). After
all this SIGTERM ended the server in ${Math.round(stopping)} ms.

The ten that cost most by themselves:

${dearest.map(({ path, cpu: used }) => `- ${used.toFixed(2)} s: \`${decodeURIComponent(path).replaceAll("`", "'")}\``).join("\n")}
`;
}
