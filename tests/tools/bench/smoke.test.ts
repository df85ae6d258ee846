/** The compiled bench as `npm run bench -- train` starts it, on the smallest workload with both of Kiln's ways. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";

const out = mkdtempSync(join(tmpdir(), "kiln-bench-smoke-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

it("measures two contenders from the command line, and writes the table and the figures", async () => {
  const script = pathToFileURL(createRequire(import.meta.url).resolve("#dist/tools/bench/bench.js")).href;
  const start = `process.exitCode = await (await import(${JSON.stringify(script)})).bench(process.argv.slice(1));`;
  const what = ["train", "--only", "trend-b20-l7", "--contenders", "kiln,kiln-eager", "--set", "threads=1"];
  const how = ["--rounds", "1", "--turn", "0.02", "--trainings", "0", "--patience", "0.1", "--out", out];
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", start, "--", ...what, ...how],
    { cwd: out },
  );
  expect(stderr).toContain("round 1 of 1");
  expect(stdout).toMatch(/\| Kiln, captured \(1 thread\) +\|/);
  expect(stdout).toMatch(/\| Kiln, eager \(1 thread\) +\|/);
  const files = readdirSync(out).filter((name) => name.startsWith("train-"));
  expect(files.map((name) => name.split(".").at(-1)).sort()).toEqual(["json", "md"]);
  const json = files.find((name) => name.endsWith(".json")) ?? "";
  const result = JSON.parse(readFileSync(join(out, json), "utf8"));
  const [captured, eager] = result.workloads[0].contenders;
  expect(captured.ms.steps).toHaveLength(1);
  expect(eager.losses).toEqual(captured.losses);
});
