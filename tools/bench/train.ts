/** `npm run bench -- train`: Kiln and its peers side by side. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Reporter } from "../../core/reporter.js";
import type { ContenderName } from "./contenders/list.js";
import { type MeasureOptions, measureWorkload, type WorkloadResult } from "./measure/measure.js";
import { Quiet } from "./measure/quiet.js";
import { thisMachine } from "./report/machine.js";
import { reportMarkdown } from "./report/markdown.js";
import type { BenchResult } from "./report/result.js";
import { verdictsOn } from "./report/targets.js";
import type { Workload } from "./workloads/list.js";
import { prepareJob } from "./workloads/prepare.js";

/** What to measure, and how. */
export interface TrainBenchOptions extends Pick<MeasureOptions, "rounds" | "turnMs" | "trainings" | "profileSteps"> {
  readonly workloads: readonly Workload[];
  readonly contenders: readonly ContenderName[];
  /** Further settings for all workloads, `key=value`. */
  readonly set: readonly string[];
  /** Seconds to wait, all together, for other programs to leave the processor. */
  readonly patience: number;
  /** Where results go. */
  readonly out: string;
  readonly seed: number;
}

/** Runs the bench; gives the result and writes it as JSON and Markdown after each workload. */
export async function benchTraining(
  options: TrainBenchOptions,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<BenchResult> {
  const loadBefore = loadavg()[0] ?? Number.NaN;
  const created = new Date().toISOString();
  const quiet = new Quiet(options.patience, signal, (share) =>
    reporter.note(`waiting: other programs take ${Math.round(share * 100)} % of the processor`),
  );
  const results: WorkloadResult[] = [];
  const scratch = await mkdtemp(join(tmpdir(), "kiln-bench-"));
  const resultNow = (): BenchResult => ({
    formatVersion: 1,
    created,
    machine: thisMachine(),
    rounds: options.rounds,
    disturbance: { loadBefore, loadAfter: loadavg()[0] ?? Number.NaN, ...quiet.record },
    verdicts: verdictsOn(results),
    workloads: results,
  });
  try {
    for (const workload of options.workloads) {
      reporter.stage(workload.title);
      const folder = join(scratch, workload.name);
      const { model, preset } = workload;
      const set = [...workload.set, ...options.set];
      const cache = resolve(".kiln", "cache");
      const prepared = await prepareJob({ model, preset, set, seed: options.seed, cache, folder, signal }, reporter);
      const { rounds, turnMs, trainings, profileSteps, contenders } = options;
      const how = {
        rounds,
        turnMs,
        trainings,
        profileSteps,
        quiet,
        signal,
        note: (text: string) => reporter.note(text),
      };
      results.push(await measureWorkload(workload, prepared, contenders, how));
      await rm(folder, { recursive: true });
      await writeResult(options.out, resultNow());
    }
    return resultNow();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function writeResult(folder: string, result: BenchResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `train-${result.created.replaceAll(":", "-").replace(/\..*$/, "")}`;
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
  await writeFile(join(folder, `${name}.md`), reportMarkdown(result));
}
