import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PinnedPackage } from "./releases.ts";

/**
 * Debian packages unpacked into a folder of the project's cache. apt runs with a state folder of its own for the
 * other suites, at the mirror the machine already uses; nothing is installed and no list of the system is touched.
 */
export interface PackageCache {
  /** The folder the package's files are in. Throws where it cannot be fetched, or is not the pinned file. */
  unpacked(pin: PinnedPackage): string;
}

export function openPackageCache(folder: string): PackageCache {
  let updated = false;
  const apt = (command: readonly string[], cwd: string) => {
    if (!updated) execFileSync("apt-get", [...aptOptions(folder), "update"], { stdio: ["ignore", 2, 2] });
    updated = true;
    execFileSync("apt-get", [...aptOptions(folder), ...command], { cwd, stdio: ["ignore", 2, 2] });
  };
  return {
    unpacked(pin) {
      const into = join(folder, `${pin.name}_${pin.version.replace(/[^\w.+~-]/g, "_")}`);
      if (!existsSync(into)) unpack(pin, fetchArchive(pin, folder, apt), into);
      return into;
    },
  };
}

type Apt = (command: readonly string[], cwd: string) => void;

function fetchArchive(pin: PinnedPackage, folder: string, apt: Apt): string {
  const archives = join(folder, "archives", pin.name, pin.version);
  mkdirSync(archives, { recursive: true });
  const pattern = pin.kind === "source" ? /\.orig\.tar\.\w+$/ : /\.deb$/;
  const present = () => readdirSync(archives).find((file) => pattern.test(file));
  if (present() === undefined) apt(aptRequest(pin), archives);
  const name = present();
  if (name === undefined) throw new Error(`apt-get brought no archive of ${pin.name} ${pin.version}`);
  const archive = join(archives, name);
  const sha256 = createHash("sha256").update(readFileSync(archive)).digest("hex");
  if (sha256 !== pin.sha256) throw new Error(`${archive} has sha256 ${sha256}, pinned is ${pin.sha256}`);
  return archive;
}

const aptRequest = (pin: PinnedPackage) =>
  pin.kind === "source"
    ? ["source", "--tar-only", "--download-only", `${pin.name}=${pin.version}`]
    : ["download", `${pin.name}=${pin.version}`];

function unpack(pin: PinnedPackage, archive: string, into: string): void {
  const partial = `${into}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const top = join(partial, pin.within ?? "");
  mkdirSync(top, { recursive: true });
  const [program, args] = unpacker(pin, archive, top);
  execFileSync(program, args);
  renameSync(partial, into);
}

function unpacker(pin: PinnedPackage, archive: string, into: string): [string, string[]] {
  if (pin.kind === "binary") return ["dpkg", ["-x", archive, into]];
  const members = (pin.only ?? []).map((path) => `*/${path}`);
  return ["tar", ["-xf", archive, "-C", into, "--strip-components=1", "--wildcards", ...members]];
}

/** apt with a state folder of its own, beside the system's: what is in `sources` is all it knows. */
export function aptOptions(folder: string, sourcesText = sourcesFile()): string[] {
  const state = resolve(folder, "apt");
  const sources = join(state, "debian.sources");
  for (const part of ["lists/partial", "cache/archives/partial"])
    mkdirSync(join(state, part), { recursive: true });
  writeFileSync(sources, sourcesText);
  const options = {
    "Dir::State": state,
    "Dir::State::status": "/var/lib/dpkg/status",
    "Dir::Cache": join(state, "cache"),
    "Dir::Etc::sourcelist": sources,
    "Dir::Etc::sourceparts": "/dev/null",
    "APT::Sandbox::User": "root",
  };
  return Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
}

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

function sourcesFile(): string {
  return `${binarySources("trixie sid")}\n${stanza("deb-src", "bookworm sid")}`;
}

/** Programs of these suites of Debian, as a file of apt's names them. */
export function binarySources(suites: string): string {
  return stanza("deb", suites);
}

function stanza(types: string, suites: string): string {
  return `Types: ${types}\nSuites: ${suites}\nURIs: ${machineMirror()}\nComponents: main\nSigned-By: ${KEYRING}\n`;
}

/** The mirror that the machine's own apt is set to for Debian's main suites. */
function machineMirror(): string {
  const more = readdirSync("/etc/apt/sources.list.d").filter((file) => /\.(list|sources)$/.test(file));
  const files = ["/etc/apt/sources.list", ...more.sort().map((file) => `/etc/apt/sources.list.d/${file}`)];
  const entries = files.filter(existsSync).flatMap((file) => readFileSync(file, "utf8").split(/\n\s*\n/));
  for (const entry of entries) {
    const stanza = /^URIs:\s*(\S+\/debian\/?)$/m.exec(entry)?.[1];
    const line = /^deb(?:\s+\[[^\]]*\])?\s+(\S+\/debian\/?)\s/m.exec(entry)?.[1];
    const found = stanza ?? line;
    if (found !== undefined) return found;
  }
  throw new Error("no Debian mirror is configured under /etc/apt");
}
