/**
 * What an open page shows while the leader of three etcd is killed: `npm run drill` (after `npm run build`) writes
 * docs/drills/leader-killed.md, once with etcdscope connected to the leader and once to another member.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type EtcdProcess, findEtcd, leaderOf, startCluster } from "@etcdscope/etcd-process";
import { type Browser, chromium, type Page } from "@playwright/test";
import { chromium as systemChromium } from "./chromium.ts";
import { startServer } from "./server.ts";

interface Seen {
  readonly pill: string;
  readonly banner: string;
  readonly revision: string;
  readonly value: string;
}

interface Row extends Seen {
  readonly second: number;
  readonly happened: string;
  readonly written: string;
}

interface Drill {
  readonly rows: readonly Row[];
  readonly moments: readonly string[];
}

const key = "/drill/clock";
const seconds = { before: 3, down: 12, after: 6 };
const binary = findEtcd();
if (binary === undefined) throw new Error("etcd is not on PATH");
async function drill(from: Browser, etcd: NonNullable<typeof binary>, isAtLeader: boolean): Promise<Drill> {
  const members = await startCluster(3, { binary: etcd });
  const writer = new Writer(members);
  await writer.begun();
  const leader = await leaderOf(members);
  const others = members.filter((member) => member !== leader);
  const order = isAtLeader ? [leader, ...others] : [...others, leader];
  const server = await startServer(["--endpoints", order.map(({ endpoint }) => endpoint).join(",")]);
  const page = await from.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await page.goto(`${server.url}/s/etcd/key?${new URLSearchParams({ key, view: "raw" })}`);
    await page.locator(".pill", { hasText: "Live" }).waitFor();
    return await watchKill(page, writer, leader);
  } finally {
    await page.close();
    await server.stop();
    await writer.stop();
    await Promise.all(members.map((member) => member.stop()));
  }
}

async function watchKill(page: Page, writer: Writer, leader: EtcdProcess): Promise<Drill> {
  const rows: Row[] = [];
  const moments = new Moments(page);
  const start = performance.now() + seconds.before * 1000;
  for (let second = -seconds.before; second <= seconds.down + seconds.after; second++) {
    await until(start + second * 1000, () => moments.look((performance.now() - start) / 1000));
    let happened = "";
    if (second === 0) {
      await leader.kill9();
      happened = "leader killed";
    }
    if (second === seconds.down) {
      void leader.restart();
      happened = "it is started again";
    }
    rows.push({ second, happened, written: writer.told, ...(await seen(page)) });
  }
  return { rows, moments: moments.told };
}

async function until(time: number, meanwhile: () => Promise<void>): Promise<void> {
  while (performance.now() < time) {
    await meanwhile();
    await pause(40);
  }
}

/** Notes when what the page shows becomes another. */
class Moments {
  readonly told: string[] = [];
  readonly #page: Page;
  #last: string | undefined;

  constructor(page: Page) {
    this.#page = page;
  }

  async look(second: number): Promise<void> {
    const { pill, banner } = await seen(this.#page);
    const now = banner === "" ? pill : `${pill}: “${banner}”`;
    if (this.#last !== undefined && now !== this.#last)
      this.told.push(`${second >= 0 ? "+" : ""}${second.toFixed(2)} s: ${now}`);
    this.#last = now;
  }
}

async function seen(page: Page): Promise<Seen> {
  const [pill = "", banner = "", revision = "", value = ""] = await page.evaluate(() =>
    [".pill", ".banner", ".status-bar .numeric", ".raw-scroll"].map(
      (part) => document.querySelector(part)?.textContent ?? "",
    ),
  );
  return {
    pill,
    banner,
    revision: /\d+/.exec(revision)?.[0] ?? "",
    value: /count \d+/.exec(value)?.[0] ?? "",
  };
}

/** Puts a number that counts up, five times a second, by way of whichever member answers. */
class Writer {
  readonly #members: readonly EtcdProcess[];
  #count = 0;
  #revision = "";
  #isRefused = false;
  #isStopped = false;
  readonly #work: Promise<void>;

  constructor(members: readonly EtcdProcess[]) {
    this.#members = members;
    this.#work = this.#write();
  }

  /** What was written last, and whether writing works. */
  get told(): string {
    return `${this.#count} at ${this.#revision}${this.#isRefused ? ", then refused" : ""}`;
  }

  async begun(): Promise<void> {
    while (this.#revision === "") await pause(20);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#work;
  }

  async #write(): Promise<void> {
    for (let at = 0; !this.#isStopped; at++) {
      this.#isRefused = !(await this.#put(this.#members[at % this.#members.length]));
      await pause(this.#isRefused ? 20 : 200);
    }
  }

  async #put(member: EtcdProcess | undefined): Promise<boolean> {
    const text = (words: string): string => Buffer.from(words).toString("base64");
    const body = JSON.stringify({ key: text(key), value: text(`count ${this.#count + 1}`) });
    try {
      const signal = AbortSignal.timeout(500);
      const answer = await fetch(`${member?.endpoint}/v3/kv/put`, { method: "POST", body, signal });
      const { header }: { header?: { revision: string } } = JSON.parse(await answer.text());
      if (header === undefined) return false;
      this.#count++;
      this.#revision = header.revision;
      return true;
    } catch {
      return false;
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function report(version: string, toLeader: Drill, toFollower: Drill): string {
  return `# The leader is killed

Three etcd ${version}, etcdscope with the endpoints of all of them, a page in Chromium that shows one value, and a writer that
counts up in that value five times a second by way of whichever member answers. At 0 s the leader is ended with kill -9,
at ${seconds.down} s it is started again. \`npm run drill\` does it again and writes this page.

The pill is the state in the top bar, the banner the line under it, the revision stands in the status bar.

## etcdscope is connected to the leader

${section(toLeader)}

## etcdscope is connected to another member

${section(toFollower)}
`;
}

function section({ rows, moments }: Drill): string {
  const table = rows.map(
    ({ second, happened, written, pill, banner, revision, value }) =>
      `| ${second} | ${happened} | ${written} | ${pill} | ${banner} | ${revision} | ${value} |`,
  );
  return `| s | what happened | written, at revision | pill | banner | revision shown | value shown |
| --: | --- | --- | --- | --- | --: | --- |
${table.join("\n")}

${moments.length === 0 ? "Pill and banner never changed." : `When pill and banner changed:\n\n${moments.map((moment) => `- ${moment}`).join("\n")}`}`;
}

const browser = await chromium.launch(systemChromium());
try {
  const toLeader = await drill(browser, binary, true);
  const toFollower = await drill(browser, binary, false);
  const file = fileURLToPath(new URL("../../docs/drills/leader-killed.md", import.meta.url));
  await mkdir(fileURLToPath(new URL("../../docs/drills/", import.meta.url)), { recursive: true });
  await writeFile(file, report(binary.version, toLeader, toFollower));
} finally {
  await browser.close();
}
