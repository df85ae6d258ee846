import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Models import Kiln by its public names; here those are the sources, so that each class exists once in a test.
const conditions = ["kiln-source", "node", "import", "default"];

// The examples are packages of their own, which have Kiln in node_modules once they are installed.
const alias = [
  { find: /^kilnjs$/, replacement: fileURLToPath(new URL("public/index.ts", import.meta.url)) },
  { find: /^kilnjs\/(.+)$/, replacement: fileURLToPath(new URL("public/$1.ts", import.meta.url)) },
];

/** Tests of pure functions: they load no TensorFlow and change nothing of their process. */
const pure = [
  "tests/charts/**",
  "tests/cli/reporter/**",
  "tests/core/**",
  "tests/models/*/*",
  "tests/models/faces/view/**",
  "tests/models/trend/{countries,evaluation,metrics,table,view}/**",
  "tests/train/baselines/**",
].map((place) => `${place}.test.ts`);

/** Whole pipelines and the page come first: short files fill the end of a run, where a long one would be alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => /\/tests\/(e2e|web|models\/\w+\/commands)\//.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  resolve: { alias, conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Each file is its own process: tfjs-node is a native addon with one global backend, and a worker thread cannot
    // be stopped while it computes. Pure ones come together: a process and the modules are loaded once for many.
    pool: "forks",
    // One more than the two cores of most machines: many tests wait for a browser or another process.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: "alone", include: ["tests/**/*.test.ts"], exclude: pure } },
      { extends: true, test: { name: "together", include: pure, isolate: false } },
    ],
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
