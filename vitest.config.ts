import { defineConfig } from "vitest/config";

/** Sources are resolved, not builds: a unit test never runs yesterday's output. */
const conditions = ["etcdscope-source"];

/** Milliseconds after which a test is taken to hang. Nothing is measured by it: a machine may be slow and busy. */
const hang = 300_000;
const common = {
  // Modules keep no state, so that files share them: else reading them anew takes half of the time.
  isolate: false,
  testTimeout: hang,
  hookTimeout: hang,
  teardownTimeout: 60_000,
  expect: { poll: { timeout: 120_000 } },
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          include: ["packages/*/src/**/*.test.ts", "apps/server/src/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: ["**/*.etcd.test.ts", "**/*.slow.test.ts", "**/node_modules/**"],
          ...common,
        },
      },
      {
        extends: true,
        test: {
          name: "etcd",
          environment: "node",
          include: ["packages/*/src/**/*.etcd.test.ts", "apps/server/src/**/*.etcd.test.ts"],
          exclude: ["apps/server/src/faults/**", "**/node_modules/**"],
          ...common,
          // Each file has an etcd and ports of its own, and mostly waits for it.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "faults",
          environment: "node",
          include: ["apps/server/src/faults/*.etcd.test.ts"],
          ...common,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "slow",
          environment: "node",
          include: ["packages/*/src/**/*.slow.test.ts"],
          ...common,
          testTimeout: 4 * hang,
        },
      },
      {
        extends: true,
        test: {
          name: "web",
          ...common,
          setupFiles: ["apps/web/src/app/waiting.testing.ts"],
          environment: "jsdom",
          include: ["apps/web/src/**/*.test.{ts,tsx}"],
        },
      },
    ],
  },
});
