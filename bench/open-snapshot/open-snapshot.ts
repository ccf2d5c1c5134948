/** Opens a snapshot as the server does, and prints what that took. Run: see README.md. */
import { stat } from "node:fs/promises";
import { openSnapshot } from "../../apps/server/src/snapshot-source/open-snapshot.ts";

const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
const milliseconds = (from: number): number => Math.round(performance.now() - from);

/** The longest time that nothing else could run, in milliseconds. */
function watchPauses(): () => number {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  return () => {
    clearInterval(timer);
    return Math.round(longest);
  };
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("give a snapshot file");

const before = { rss: process.memoryUsage().rss, cpu: process.cpuUsage() };
const longestPause = watchPauses();
const opening = performance.now();
const source = await openSnapshot(path);
const openMs = milliseconds(opening);
const cpu = process.cpuUsage(before.cpu);
const { keyCount, revision } = await source.describe();

const listing = performance.now();
const sample: Uint8Array[] = [];
for await (const { keys } of source.listKeys()) if (keys[0] !== undefined) sample.push(keys[0].key);
const listMs = milliseconds(listing);

const reading = performance.now();
for (const key of sample) await source.read(key);
const readMs = (performance.now() - reading) / sample.length;

console.log({
  file: mebibytes((await stat(path)).size),
  keyCount,
  revision,
  openMs,
  openCpuMs: Math.round((cpu.user + cpu.system) / 1000),
  longestPauseMs: longestPause(),
  rssBefore: mebibytes(before.rss),
  rssPeak: Math.round(process.resourceUsage().maxRSS / 1024),
  listMs,
  readMs: Number(readMs.toFixed(3)),
});
await source.close();
