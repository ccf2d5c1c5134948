// A vitest reporter: writes the names of the tests that passed only when they were tried again, as JSON, to the file
// that `TRIED_AGAIN_FILE` names.
import { writeFileSync } from "node:fs";

export default class TriedAgainReporter {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const names = tests.filter((test) => test.diagnostic()?.flaky).map((test) => test.fullName);
    writeFileSync(process.env.TRIED_AGAIN_FILE, JSON.stringify(names));
  }
}
