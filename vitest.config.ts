import { defineConfig } from "vitest/config";

/** Sources are resolved, not builds: a unit test never runs yesterday's output. */
const conditions = ["etcdscope-source"];

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
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "etcd",
          environment: "node",
          include: ["packages/*/src/**/*.etcd.test.ts", "apps/server/src/**/*.etcd.test.ts"],
          exclude: ["apps/server/src/faults/**", "**/node_modules/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: "faults",
          environment: "node",
          include: ["apps/server/src/faults/*.etcd.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "slow",
          environment: "node",
          include: ["packages/*/src/**/*.slow.test.ts"],
          testTimeout: 900_000,
        },
      },
      {
        extends: true,
        test: {
          name: "web",
          // On a busy machine a page takes seconds to be drawn: what never comes fails all the same.
          testTimeout: 30_000,
          environment: "jsdom",
          include: ["apps/web/src/**/*.test.{ts,tsx}"],
        },
      },
    ],
  },
});
