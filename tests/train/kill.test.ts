/**
 * A training that is killed at any moment and resumed ends as one that never was: same weights, optimizer, best weights,
 * log and evaluation, to the last bit.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../core/random.js";
import { silentReporter } from "../../core/reporter.js";
import type { Tensors } from "../../core/tensor.js";
import { CheckpointStore } from "../../train/checkpoint/store.js";
import { readStatus } from "../../train/run/status.js";
import { smallTable } from "./fixtures/table.js";

const child = fileURLToPath(new URL("fixtures/killable.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "kiln-kill-"));
const table = join(folder, "table.csv");
const whole = join(folder, "whole");

/** How one process of a training ended, and what it left half-written. */
interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
  readonly leftovers: number;
}

/** Runs the training; kills it some time after it began or made some steps, or lets it kill itself in a file-system call. */
function runTraining(run: string, die: { steps?: number; ms?: number; inCall?: number } = {}): Promise<Ending> {
  const args = [child, run, table, ...(die.inCall === undefined ? [] : [String(die.inCall)])];
  const worker = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  worker.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  let said = "";
  let dying = die.steps === undefined;
  worker.stdout.on("data", (chunk) => {
    said += chunk;
    if (dying || !said.includes("training") || said.split("step\n").length <= (die.steps ?? 0)) return;
    dying = true;
    setTimeout(() => worker.kill("SIGKILL"), die.ms);
  });
  return new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.on("close", (code, signal) => resolve({ code, signal, errors, leftovers: leftoversIn(run) }));
  });
}

function leftoversIn(run: string): number {
  return readdirSync(run, { recursive: true }).filter((path) => String(path).includes(".writing-")).length;
}

function stateOf(run: string) {
  const checkpoint = new CheckpointStore(run).latest(silentReporter);
  if (checkpoint === null) throw new Error(`${run} has no checkpoint`);
  const { weights, optimizer, best, progress } = checkpoint;
  return { weights: hex(weights), optimizer: hex(optimizer), best: hex(best), progress: { ...progress, seconds: 0 } };
}

function hex(tensors: Tensors): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data }]) => [
      name,
      Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("hex"),
    ]),
  );
}

function expectSameAsWhole(run: string): void {
  expect(stateOf(run)).toEqual(stateOf(whole));
  for (const file of ["metrics.jsonl", "evaluation.json", "fitted.json", "config.json"]) {
    const expected = readFileSync(join(whole, file), "utf8");
    expect(readFileSync(join(run, file), "utf8"), file).toBe(expected);
  }
  expect(readStatus(run).status).toBe("finished");
  expect(leftoversIn(run)).toBe(0);
}

describe("a killed training", () => {
  beforeAll(async () => {
    writeFileSync(table, smallTable());
    const ending = await runTraining(whole);
    expect(ending, ending.errors).toMatchObject({ code: 0 });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // Both at once: most of the time goes into loading TensorFlow.
  test.concurrent("at six random instants, and resumed each time, ends with the same bits", {
    timeout: 600_000,
  }, async ({ expect }) => {
    const run = join(folder, "by-time");
    const random = Random.seeded(7, "instants");
    const steps = [];
    for (let kill = 0; kill < 6; kill++) {
      // Before the first step of a life, which is slow, or some steps later: a step is told every 200 ms.
      const after = kill % 4 === 0 ? 0 : 1 + random.integer(2);
      const ending = await runTraining(run, { steps: after, ms: random.between(0, 60) });
      expect(ending.signal, ending.errors).toBe("SIGKILL");
      expect(readStatus(run).status).toBe("killed");
      steps.push(new CheckpointStore(run).latest(silentReporter)?.progress.step ?? 0);
    }
    // Each life went on from where the last one ended, and none came to the end.
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(new Set(steps).size).toBeGreaterThan(3);
    expect(steps.at(-1)).toBeLessThan(stateOf(whole).progress.step);
    const ending = await runTraining(run);
    expect(ending, ending.errors).toMatchObject({ code: 0 });
    expectSameAsWhole(run);
  });

  test.concurrent("six times while it writes a file, ends with the same bits", { timeout: 600_000 }, async ({
    expect,
  }) => {
    const run = join(folder, "in-writes");
    const random = Random.seeded(8, "calls");
    let halfWritten = 0;
    for (let kill = 0; kill < 6; kill++) {
      const ending = await runTraining(run, { inCall: 1 + random.integer(120) });
      expect(ending.signal, ending.errors).toBe("SIGKILL");
      halfWritten += ending.leftovers > 0 ? 1 : 0;
    }
    expect(halfWritten).toBeGreaterThan(1);
    const ending = await runTraining(run);
    expect(ending, ending.errors).toMatchObject({ code: 0 });
    expectSameAsWhole(run);
  });
});
