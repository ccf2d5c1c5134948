// The programs that the tests drive: a real etcd with etcdctl, and Chromium.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root, stop } from "./checkout.mjs";

const tools = [
  { programs: ["etcd"], packages: ["etcd-server"] },
  { programs: ["etcdctl"], packages: ["etcd-client"] },
  {
    programs: ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"],
    packages: ["chromium", "fonts-noto-cjk"],
  },
];

/** Chromium without windows, in which the browser's tests take half the time. They run in the whole one as well. */
const shell = { program: "chromium-headless-shell", package: "chromium-headless-shell" };

/** Finds the tools on PATH; installs what is missing through apt when that is possible, else says what to install. */
export function provideTools() {
  provideNeeded();
  if (onPath(shell.program) || !canInstall()) return;
  if (!installWithApt([shell.package]))
    process.stderr.write(
      `There is no ${shell.program}: the browser's tests run in Chromium, and take longer.\n`,
    );
}

function provideNeeded() {
  const missing = tools.filter(({ programs }) => !programs.some(onPath));
  if (missing.length === 0) return;
  const packages = missing.flatMap((tool) => tool.packages);
  if (!canInstall()) {
    const names = missing.map(({ programs }) => programs[0]).join(", ");
    stop(
      `The tests need ${names} on PATH. Install them (on Debian: apt install ${packages.join(" ")}) and run npm test again.`,
    );
  }
  if (!installWithApt(packages)) stop("apt failed; its reason stands above.");
  const still = missing.filter(({ programs }) => !programs.some(onPath)).map(({ programs }) => programs[0]);
  if (still.length > 0)
    stop(`apt did not provide ${still.join(", ")}; put it on PATH and run npm test again.`);
}

/**
 * The folder of an etcd of another release than the one on PATH, fetched through apt into the project's cache; or
 * the reason why there is none.
 */
export function provideNewerEtcd() {
  if (!onPath("apt-get") || !onPath("dpkg")) return { reason: "there is no apt to fetch a newer etcd with" };
  const { status, stdout } = spawnSync("npx", ["tsx", "scripts/newer-etcd.ts"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", 2],
  });
  if (status !== 0) return { reason: "apt cannot fetch a newer etcd; its reason stands above" };
  const folder = stdout.trim();
  const [newer, usual] = [join(folder, "etcd"), "etcd"].map(versionOf);
  if (newer === undefined) return { reason: "the newer etcd does not run on this machine" };
  return newer === usual ? { reason: `etcd ${usual} is the one on PATH already` } : { folder };
}

function versionOf(etcd) {
  return /etcd Version: (\S+)/.exec(spawnSync(etcd, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1];
}

function onPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}

function canInstall() {
  if (process.getuid?.() !== 0 || !onPath("apt-get")) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));
}

/**
 * Whether apt installed them. Debian starts a service as it installs it; the tests start their own etcd, so services
 * are held back meanwhile.
 */
function installWithApt(packages) {
  const policy = "/usr/sbin/policy-rc.d";
  const held = !existsSync(policy);
  if (held) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    process.stderr.write(`Installing ${packages.join(", ")} …\n`);
    return apt("update") && apt("install", "-y", "--no-install-recommends", ...packages);
  } finally {
    if (held) rmSync(policy);
  }
}

function apt(...args) {
  const { status } = spawnSync("apt-get", ["-q", ...args], {
    stdio: ["ignore", 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return status === 0;
}
