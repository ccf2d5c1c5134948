// What the runners of tests left behind: how many passed, which were skipped and why, how long each took.
import { existsSync, readFileSync } from "node:fs";

const none = { passed: 0, failed: 0, skipped: 0, reasons: [], tests: [] };

function report(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Of a run of vitest: its JSON, and the file of scripts/skipped-reporter.mjs. */
export function vitestResults(file, skippedFile) {
  const found = report(file);
  if (found === undefined) return none;
  const tests = found.testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({ name: fullName, seconds: (duration ?? 0) / 1000 })),
  );
  return {
    passed: found.numPassedTests,
    failed: found.numFailedTests,
    skipped: found.numPendingTests + found.numTodoTests,
    reasons: report(skippedFile) ?? [],
    tests,
  };
}

/** Of a run of Playwright: its JSON. */
export function playwrightResults(file) {
  const found = report(file);
  if (found === undefined) return none;
  const runs = specsOf(found.suites).flatMap(({ file: spec, title, tests }) =>
    tests.map((test) => ({ ...test, name: `${spec}: ${title}` })),
  );
  const { expected, unexpected, flaky, skipped } = found.stats;
  return {
    passed: expected,
    failed: unexpected + flaky,
    skipped,
    reasons: runs
      .filter(({ status }) => status === "skipped")
      .map(({ name, annotations }) => ({
        name,
        reason: annotations.find(({ type }) => type === "skip")?.description,
      })),
    tests: runs.map(({ name, results }) => ({
      name,
      seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
  };
}

function specsOf(suites = []) {
  return suites.flatMap((suite) => [...suite.specs, ...specsOf(suite.suites)]);
}

/** The tests that took longest in all these runs, the longest first. */
export function slowest(runs, count) {
  return runs
    .flatMap(({ name, tests = [] }) => tests.map((test) => ({ ...test, step: name })))
    .toSorted((one, other) => other.seconds - one.seconds)
    .slice(0, count);
}
