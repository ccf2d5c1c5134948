// `npm test`: everything, on a fresh machine too, with a summary at the end.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, install, requireNode, root } from "./checkout.mjs";
import { playwrightResults, slowest, vitestResults } from "./test-results.mjs";
import { provideNewerEtcd, provideTools } from "./test-tools.mjs";

const results = join(root, "node_modules/.cache/etcdscope/results");
const resultOf = (file) => join(results, file);
/** How many of the slowest tests are named at the end. */
const slowestShown = 15;

const vitest = (name, ...projects) => ({
  name,
  env: { SKIPPED_FILE: resultOf(`${name}-skipped.json`) },
  command: [
    "npx",
    "vitest",
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    "--reporter=default",
    "--reporter=json",
    "--reporter=./scripts/skipped-reporter.mjs",
    `--outputFile.json=${resultOf(`${name}.json`)}`,
  ],
  count: () => vitestResults(resultOf(`${name}.json`), resultOf(`${name}-skipped.json`)),
});

/** What a source must do, against another release of etcd. */
const newerEtcd = () => {
  const { folder, reason } = provideNewerEtcd();
  const { command, ...step } = vitest("newer etcd", "etcd");
  const files = [
    ...["contract", "access", "history", "outage", "size", "tls", "levels", "search", "failover"],
    ...["cluster.etcd", "live.etcd", "live/events"],
  ];
  return { ...step, command: [...command, ...files], env: { ...step.env, ETCD_FOLDER: folder }, reason };
};

const steps = () => [
  { name: "lint", command: ["npm", "run", "--silent", "lint"] },
  { name: "types", command: ["npm", "run", "--silent", "types"] },
  { name: "unused code", command: ["npm", "run", "--silent", "unused"] },
  vitest("unit", "node", "web"),
  vitest("live etcd", "etcd"),
  newerEtcd(),
  vitest("faults", "faults"),
  vitest("every cut", "slow"),
  { name: "conformance", command: ["npm", "run", "--silent", "conformance"], optional: "conformance" },
  {
    name: "bundle budget",
    command: ["npm", "run", "--silent", "budget", "--", "--sizes"],
    optional: "budget",
  },
  {
    name: "browser",
    command: ["npx", "playwright", "test"],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: resultOf("browser.json") },
    count: () => playwrightResults(resultOf("browser.json")),
  },
];

requireNode();
const began = Date.now();
install();
await provideTools();
build();
const prepared = (Date.now() - began) / 1000;
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const scripts = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
const rows = steps()
  .filter(({ optional }) => optional === undefined || optional in scripts)
  .map(runStep);
summarise(rows);

function runStep({ name, command, count, env, reason }) {
  process.stdout.write(`\n── ${name} ──\n`);
  if (reason !== undefined) {
    process.stdout.write(`skipped: ${reason}\n`);
    const reasons = [{ name: "all of it", reason }];
    return { name, ok: true, seconds: 0, passed: 0, failed: 0, skipped: 1, reasons };
  }
  const started = Date.now();
  const { status } = spawnSync(command[0], command.slice(1), {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env, FORCE_COLOR: "0" },
  });
  const seconds = (Date.now() - started) / 1000;
  const counted = count?.() ?? { passed: 0, failed: 0, skipped: 0 };
  // A step that failed without a failed test (a type error, a crashed runner) still counts as one.
  const failed = status === 0 ? counted.failed : Math.max(1, counted.failed);
  return { name, ok: failed === 0, seconds, ...counted, failed };
}

function summarise(all) {
  const line = (text) => process.stdout.write(`${text}\n`);
  line("\n── the slowest tests ──");
  for (const { seconds, step, name } of slowest(all, slowestShown))
    line(`${inSeconds(seconds)}  ${step}: ${name}`);
  line("\n── summary ──");
  line(`        ${"preparing".padEnd(14)} ${inSeconds(prepared)}`);
  for (const row of all) line(lineOf(row));
  for (const { name, reasons = [] } of all)
    for (const { name: test, reason = "it gives no reason" } of reasons)
      line(`skipped in ${name}: ${test}: ${reason}`);
  const sum = (key) => all.reduce((total, row) => total + row[key], 0);
  const minutes = ((Date.now() - began) / 60_000).toFixed(1);
  line(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped, ${minutes} minutes`);
  process.exitCode = sum("failed") === 0 ? 0 : 1;
}

function lineOf({ name, ok, seconds, passed, failed, skipped }) {
  const tests =
    passed + failed + skipped === 0 ? "" : `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return `${ok ? "ok    " : "FAILED"}  ${name.padEnd(14)} ${inSeconds(seconds)}  ${tests}`;
}

function inSeconds(seconds) {
  return `${seconds.toFixed(1).padStart(7)} s`;
}
