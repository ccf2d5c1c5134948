// What a checkout needs before anything of it can run: the right Node, its packages, its build.
// Plain JavaScript over Node alone, because it runs before the first package is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const stamps = join(root, "node_modules/.cache/etcdscope");

const installInputs = ["package.json", "package-lock.json", ".npmrc"];
const buildInputs = ["tsconfig.base.json", "package-lock.json", "packages", "apps"];
const notInputs = new Set(["node_modules", "dist", ".cache"]);

/** Ends the process with one sentence when Node is older than `engines` asks for. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 20)) return;
  stop(
    `etcdscope needs Node 20.20 or newer; this is ${process.versions.node}. Install a newer Node and run it again.`,
  );
}

/** Prints one sentence and ends the process as failed. */
export function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Installs the packages of the lockfile unless exactly these are installed. */
export function install() {
  once("install", installInputs, () => {
    say("Installing packages (once, about half a minute) …");
    run(
      "npm",
      ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
      "The packages could not be installed; npm's reason stands above.",
    );
  });
}

/** Builds server and web app unless this very source is built. */
export function build() {
  const complete = ["apps/server/dist/main.js", "apps/web/dist/index.html"].every((path) =>
    existsSync(join(root, path)),
  );
  once(
    "build",
    buildInputs,
    () => {
      say("Building …");
      run("npm", ["run", "--silent", "build"], "The build failed; the reason stands above.");
    },
    complete,
  );
}

function once(name, inputs, work, complete = true) {
  const stamp = join(stamps, name);
  const digest = digestOf(inputs);
  if (complete && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, digest);
}

/** A digest over names and contents: unlike times, it survives a checkout of another commit and back. */
function digestOf(inputs) {
  const hash = createHash("sha256");
  for (const path of inputs.flatMap((input) => filesUnder(input)))
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

function filesUnder(path) {
  if (notInputs.has(path.split("/").at(-1))) return [];
  let entries;
  try {
    entries = readdirSync(join(root, path)).sort();
  } catch {
    return [path];
  }
  return entries.flatMap((entry) => filesUnder(`${path}/${entry}`));
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function run(command, args, failure) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) stop(failure);
}
