/**
 * Which tests may be skipped, and why: tests/skips.json lists `{ "test": "tests/x.test.ts > suite > name", "reason":
 * "…" }`. A `*` stands for any text, so that one line can name a suite.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { SetupError } from "./failure.mjs";

/** @typedef {{ test: string, reason: string }} Skip */
/** @typedef {{ status: string, title: string, ancestorTitles: string[] }} TestResult */
/** @typedef {{ name: string, status?: string, message?: string, assertionResults: TestResult[] }} FileResult */
/** @typedef {{ testResults: FileResult[] }} Report what vitest's JSON reporter writes */

/**
 * @param {string} root of the project
 * @returns {Skip[]}
 * @throws {SetupError} an entry lacks its reason
 */
export function readSkipList(root) {
  const path = join(root, "tests", "skips.json");
  if (!existsSync(path)) return [];
  const list = JSON.parse(readFileSync(path, "utf8"));
  for (const [index, entry] of list.entries()) {
    for (const field of ["test", "reason"]) {
      if (typeof entry[field] === "string" && entry[field].trim() !== "") continue;
      throw new SetupError(`tests/skips.json, entry ${index + 1}: "${field}" is missing.`, {
        next: 'write it as { "test": "tests/x.test.ts > suite > name", "reason": "why it cannot run there" }.',
      });
    }
  }
  return list;
}

/**
 * Names of the tests that were skipped and are not on the list.
 * @param {Report} report
 * @param {Skip[]} list
 * @param {string} root
 * @returns {string[]}
 */
export function unlistedSkips(report, list, root) {
  const allowed = list.map(({ test }) => pattern(test));
  return report.testResults
    .flatMap((file) =>
      file.assertionResults
        .filter(wasSkipped)
        .map((test) => [relative(root, file.name), ...test.ancestorTitles, test.title].filter(Boolean).join(" > ")),
    )
    .filter((name) => !allowed.some((expression) => expression.test(name)));
}

/**
 * A file that could not even be loaded counts as one failed test.
 * @param {Report} report
 * @returns {{ passed: number, failed: number, left: number }}
 */
export function countResults({ testResults }) {
  const tests = testResults.flatMap((file) => file.assertionResults);
  const broken = testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: tests.filter((test) => test.status === "passed").length,
    failed: tests.filter((test) => test.status === "failed").length + broken.length,
    left: tests.filter(wasSkipped).length,
  };
}

/** @param {TestResult} test */
function wasSkipped({ status }) {
  return status !== "passed" && status !== "failed";
}

/** @param {string} text */
function pattern(text) {
  const parts = text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
