/**
 * Brings the etcd of a newer Debian release into the project's cache, so that tests run on both; prints its folder.
 * apt runs beside the system's, with a state folder of its own; nothing is installed. Fails with apt's own reason.
 *
 * Run: npx tsx scripts/newer-etcd.ts
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { aptOptions, binarySources } from "./kubernetes-schema/debian.ts";

const suite = "trixie";
const packages = ["etcd-server", "etcd-client"];
const cache = fileURLToPath(new URL("../node_modules/.cache/etcdscope/", import.meta.url));
const folder = join(cache, `etcd-of-${suite}`);

if (!existsSync(folder)) fetchInto(folder);
process.stdout.write(`${join(folder, "usr/bin")}\n`);

function fetchInto(into: string): void {
  const work = join(cache, `apt-${suite}`);
  const partial = `${into}.partial`;
  for (const path of [work, partial]) {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
  }
  const options = aptOptions(work, binarySources(suite));
  for (const args of [["update"], ["download", ...packages]])
    execFileSync("apt-get", ["-q", ...options, ...args], { cwd: work, stdio: ["ignore", 2, 2] });
  for (const archive of readdirSync(work).filter((name) => name.endsWith(".deb")))
    execFileSync("dpkg", ["-x", join(work, archive), partial]);
  rmSync(work, { recursive: true });
  renameSync(partial, into);
}
