#!/usr/bin/env node
// Plain JavaScript, so that a checkout has its command before anything is built.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => new URL(path, import.meta.url);
const main = here("../dist/main.js");
const checkout = here("../../../");

if (!existsSync(main)) build();
await import(main.href);

function build() {
  const isCheckout = existsSync(new URL("tsconfig.base.json", checkout));
  if (!isCheckout) stop("etcdscope is not complete: its program is missing. Install it again.");
  if (!existsSync(new URL("node_modules/", checkout)))
    stop("Run npm ci in the checkout first, then etcdscope again.");
  process.stderr.write("Building etcdscope (once) …\n");
  // Data goes to stdout: of a build, nothing may.
  const { status } = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: fileURLToPath(checkout),
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0 || !existsSync(main)) stop("The build failed; the reason stands above.");
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
