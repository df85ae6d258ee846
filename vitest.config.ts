import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // Each file is its own process: tfjs-node is a native addon with one global backend, and a worker thread cannot
    // be stopped while it computes.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    env: { TF_CPP_MIN_LOG_LEVEL: "2", NO_COLOR: "1" },
    coverage: {
      // Code that runs in child processes (executors, setup) is not counted, so the true figure is higher.
      provider: "v8",
      include: ["**/*.ts", "setup/**/*.mjs"],
      exclude: ["tests/**", "bench/**", "dist/**", "vitest.config.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
