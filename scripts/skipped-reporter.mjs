// A vitest reporter: writes the names of the tests that were skipped, with the reason where the test gives one, as JSON
// to the file that `SKIPPED_FILE` names.
import { writeFileSync } from "node:fs";

export default class SkippedReporter {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    const skipped = tests.map((test) => ({ name: test.fullName, reason: test.result().note }));
    if (process.env.SKIPPED_FILE !== undefined)
      writeFileSync(process.env.SKIPPED_FILE, JSON.stringify(skipped));
  }
}
