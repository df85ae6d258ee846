import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { countResults, type Report, readSkipList, unlistedSkips } from "../../../tools/setup/skips.mjs";
import { scratchFolder } from "./scratch.js";

const test = (status: string, title: string, ...ancestorTitles: string[]) => ({ status, title, ancestorTitles });

const REPORT: Report = {
  testResults: [
    {
      name: "/p/tests/a.test.ts",
      status: "failed",
      assertionResults: [
        test("passed", "works", "a"),
        test("failed", "breaks", "a"),
        test("skipped", "reads [the] real table", "a", "loader"),
        test("pending", "waits", "a"),
      ],
    },
    { name: "/p/tests/b.test.ts", status: "passed", assertionResults: [test("todo", "some day")] },
    { name: "/p/tests/c.test.ts", status: "failed", message: "cannot be loaded", assertionResults: [] },
  ],
};

describe("skipped tests", () => {
  it("are named by file, suites and title unless they are listed", () => {
    expect(unlistedSkips(REPORT, [], "/p")).toEqual([
      "tests/a.test.ts > a > loader > reads [the] real table",
      "tests/a.test.ts > a > waits",
      "tests/b.test.ts > some day",
    ]);
    const list = [
      { test: "tests/a.test.ts > a > loader > reads [the] real table", reason: "the table is not there" },
      { test: "tests/b.test.ts > *", reason: "not yet" },
    ];
    expect(unlistedSkips(REPORT, list, "/p")).toEqual(["tests/a.test.ts > a > waits"]);
  });

  it("are not excused by a pattern that fits only a part of the name", () => {
    const list = [{ test: "a > waits", reason: "x" }];
    expect(unlistedSkips(REPORT, list, "/p")).toHaveLength(3);
  });

  it("must be listed with a reason", () => {
    const root = scratchFolder();
    mkdirSync(join(root, "tests"));
    expect(readSkipList(root)).toEqual([]);
    const write = (list: unknown) => writeFileSync(join(root, "tests", "skips.json"), JSON.stringify(list));
    write([{ test: "x", reason: "because" }]);
    expect(readSkipList(root)).toHaveLength(1);
    write([
      { test: "x", reason: "because" },
      { test: "y", reason: " " },
    ]);
    expect(() => readSkipList(root)).toThrow('tests/skips.json, entry 2: "reason" is missing.');
  });
});

describe("the count of a run", () => {
  it("takes a file that cannot be loaded for a failed test", () => {
    expect(countResults(REPORT)).toEqual({ passed: 1, failed: 2, left: 3 });
  });
});
