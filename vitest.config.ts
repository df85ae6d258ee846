import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Models import Kiln by its public names; here those are the sources, so that each class exists once in a test.
const conditions = ["kiln-source", "node", "import", "default"];

// The examples are packages of their own, which have Kiln in node_modules once they are installed.
const alias = [
  { find: /^kilnjs$/, replacement: fileURLToPath(new URL("public/index.ts", import.meta.url)) },
  { find: /^kilnjs\/(.+)$/, replacement: fileURLToPath(new URL("public/$1.ts", import.meta.url)) },
];

export default defineConfig({
  resolve: { alias, conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["tests/**/*.test.ts"],
    // Each file is its own process: tfjs-node is a native addon with one global backend, and a worker thread cannot
    // be stopped while it computes.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What is waited for in a browser comes when the machine lets it; how long a test waits at most says testTimeout.
    expect: { poll: { timeout: 60_000 } },
    env: { TF_CPP_MIN_LOG_LEVEL: "2", NO_COLOR: "1" },
    coverage: {
      // Code that runs in child processes (executors, setup) is not counted, so the true figure is higher.
      provider: "v8",
      include: ["**/*.ts", "tools/setup/**/*.mjs"],
      exclude: ["tests/**", "tools/bench/**", "dist/**", "vitest.config.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
