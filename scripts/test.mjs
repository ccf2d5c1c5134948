// `npm test`: everything, on a fresh machine too, with a summary at the end.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, install, requireNode, root } from "./checkout.mjs";
import { provideNewerEtcd, provideTools } from "./test-tools.mjs";

const results = join(root, "node_modules/.cache/etcdscope/results");

const vitest = (name, ...projects) => ({
  name,
  env: {},
  command: [
    "npx",
    "vitest",
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${join(results, `${name}.json`)}`,
  ],
  count: () => vitestCounts(name),
});

/**
 * The same of tests that drive an etcd. Tests of real processes on a busy machine may miss a time limit: there, and in
 * the browser, each that failed is tried once more, and the summary names it. What fails twice has failed.
 */
const withEtcd = (name, project) => {
  const { command, ...step } = vitest(name, project);
  return {
    ...step,
    env: { TRIED_AGAIN_FILE: join(results, triedAgainFile(name)) },
    command: [...command, "--retry=1", "--reporter=./scripts/tried-again-reporter.mjs"],
  };
};

/** What a source must do, against another release of etcd. */
const newerEtcd = () => {
  const { folder, reason } = provideNewerEtcd();
  const { command, ...step } = withEtcd("newer etcd", "etcd");
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
  withEtcd("live etcd", "etcd"),
  newerEtcd(),
  withEtcd("faults", "faults"),
  vitest("every cut", "slow"),
  { name: "conformance", command: ["npm", "run", "--silent", "conformance"], optional: "conformance" },
  {
    name: "bundle budget",
    command: ["npm", "run", "--silent", "budget", "--", "--sizes"],
    optional: "budget",
  },
  {
    name: "browser",
    command: ["npx", "playwright", "test", "--retries=1"],
    count: () => playwrightCounts("browser.json"),
  },
];

requireNode();
install();
await provideTools();
build();
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
    return { name, ok: true, seconds: 0, passed: 0, failed: 0, skipped: 1 };
  }
  const started = Date.now();
  const { status } = spawnSync(command[0], command.slice(1), {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, "browser.json"),
      FORCE_COLOR: "0",
    },
  });
  const seconds = (Date.now() - started) / 1000;
  const counted = count?.() ?? { passed: 0, failed: 0, skipped: 0 };
  // A step that failed without a failed test (a type error, a crashed runner) still counts as one.
  const failed = status === 0 ? counted.failed : Math.max(1, counted.failed);
  return { name, ok: failed === 0, seconds, ...counted, failed };
}

function triedAgainFile(name) {
  return `${name}-tried-again.json`;
}

function report(file) {
  const path = join(results, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

function vitestCounts(name) {
  const found = report(`${name}.json`);
  if (found === undefined) return undefined;
  return {
    passed: found.numPassedTests,
    failed: found.numFailedTests,
    skipped: found.numPendingTests + found.numTodoTests,
    triedAgain: report(triedAgainFile(name)) ?? [],
  };
}

function playwrightCounts(file) {
  const found = report(file);
  if (found === undefined) return undefined;
  const { expected, unexpected, flaky, skipped } = found.stats;
  const triedAgain = specsOf(found.suites).filter(({ tests }) =>
    tests.some(({ status }) => status === "flaky"),
  );
  return {
    passed: expected + flaky,
    failed: unexpected,
    skipped,
    triedAgain: triedAgain.map(({ title }) => title),
  };
}

function specsOf(suites = []) {
  return suites.flatMap((suite) => [...suite.specs, ...specsOf(suite.suites)]);
}

function summarise(all) {
  process.stdout.write("\n── summary ──\n");
  for (const { name, ok, seconds, passed, failed, skipped } of all) {
    const tests =
      passed + failed + skipped === 0 ? "" : `${passed} passed, ${failed} failed, ${skipped} skipped`;
    process.stdout.write(
      `${ok ? "ok    " : "FAILED"}  ${name.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s  ${tests}\n`,
    );
  }
  for (const { name, triedAgain = [] } of all)
    for (const test of triedAgain)
      process.stdout.write(`passed only when tried again, in ${name}: ${test}\n`);
  const sum = (key) => all.reduce((total, row) => total + row[key], 0);
  process.stdout.write(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped\n`);
  process.exitCode = sum("failed") === 0 ? 0 : 1;
}
