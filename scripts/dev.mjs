// `npm run dev`: server and web app from their sources, both reloading. Arguments behind `--` go to etcdscope.
import { spawn } from "node:child_process";
import { install, requireNode, root } from "./checkout.mjs";

requireNode();
install();

const condition = "--conditions=etcdscope-source";
const processes = [
  [
    "npx",
    [
      "tsx",
      "watch",
      "--clear-screen=false",
      condition,
      "apps/server/src/main.ts",
      "serve",
      ...process.argv.slice(2),
    ],
  ],
  ["npx", ["vite", "apps/web", "--open", "--clearScreen", "false"]],
].map(([command, args]) => spawn(command, args, { cwd: root, stdio: "inherit" }));

function end(signal) {
  for (const child of processes) child.kill(signal);
}

// One of the two alone is no use: the end of either ends both.
for (const child of processes) child.on("exit", () => end("SIGTERM"));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end(signal));
