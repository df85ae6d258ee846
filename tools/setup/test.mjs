/**
 * `npm test [-- vitest options]`: setup, then all tests. A test that was skipped without being listed in tests/skips.json
 * with its reason fails the run, since a skipped test looks like a passed one. The last line says how many passed,
 * failed and were skipped. How much of the code they reach is counted on demand (`--coverage`): it costs time.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { handOver } from "./hand-over.mjs";
import { project as projectAt } from "./project.mjs";
import { setUp, underSignals } from "./setup.mjs";
import { countResults, readSkipList, unlistedSkips } from "./skips.mjs";

const project = projectAt();
const done = await underSignals((signal) => setUp({ project, signal }));
if (done !== undefined) process.exitCode = await runTests(process.argv.slice(2));

/**
 * @param {string[]} args for vitest
 * @returns {Promise<number>} exit code
 */
async function runTests(args) {
  const results = join(project.kiln, "test-results.json");
  rmSync(results, { force: true });
  const vitest = join(project.nodeModules, "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  const exitCode = await handOver([vitest, "run", ...reporters, ...args], { cwd: project.root });
  if (!existsSync(results)) {
    process.stderr.write("vitest ended without writing its results.\n");
    return exitCode === 0 ? 1 : exitCode;
  }
  const report = JSON.parse(readFileSync(results, "utf8"));
  const skipped = unlistedSkips(report, readSkipList(project.root), project.root);
  // `-t` and the like skip everything else, on purpose.
  const complete = !args.some((arg) => /^(-t|--testNamePattern|--test-name-pattern)\b/.test(arg));
  if (complete && skipped.length > 0) {
    process.stderr.write("\nSkipped, but not listed with a reason in tests/skips.json:\n");
    for (const name of skipped) process.stderr.write(`  ${name}\n`);
  }
  const { passed, failed, left } = countResults(report);
  if (passed + failed === 0) process.stderr.write("No test was run.\n");
  process.stdout.write(`\n${passed} passed, ${failed} failed, ${left} skipped\n`);
  if (exitCode !== 0) return exitCode;
  return failed > 0 || passed === 0 || (complete && skipped.length > 0) ? 1 : 0;
}
