/**
 * Measures the run's own step with several numbers of threads. The candidates take turns, so that a machine that is busy
 * for a while slows all of them, and each counts with its fastest turn: whatever disturbs a turn only makes it longer.
 */
import { InterruptedError, messageOf } from "../../core/errors.js";
import type { Reporter } from "../../core/reporter.js";
import type { Trial } from "./candidates.js";
import type { TrialWork } from "./messages.js";
import { ProcessorMeter } from "./processor.js";
import { TrialProcess } from "./trial-process.js";

/** Milliseconds that a turn should take, and all turns together may. A slow step has fewer turns, but never one alone. */
const TURN = 120;
const TOGETHER = 5000;
const TURNS = { most: 10, least: 3 };

/** Steps before anything counts: the graph is recorded, memory is found. */
const WARM_UP = 3;

/** What was measured, and how far it is to be trusted. */
export interface Measured {
  readonly trials: readonly Trial[];
  /** The share of the processor, 0 to 1, that other programs took meanwhile. */
  readonly foreignShare: number;
}

interface Candidate {
  readonly process: TrialProcess;
  readonly turns: number[];
  count: number;
}

/**
 * Tries each count.
 *
 * @returns a trial for each count that could be tried; a warning names those that could not.
 * @throws InterruptedError when the signal is aborted.
 */
export async function measureThreads(
  counts: readonly number[],
  work: TrialWork,
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<Measured> {
  const processes = counts.map((threads) => new TrialProcess(threads));
  const stop = () => {
    for (const process of processes) void process.kill();
  };
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const ready = await Promise.all(processes.map((process) => getReady(process, work, reporter, signal)));
    const candidates = ready.filter((candidate) => candidate !== undefined);
    const foreignShare = await takeTurns(candidates, reporter, signal);
    const trials = candidates.map(({ process, turns }) => ({ threads: process.threads, ms: Math.min(...turns) }));
    return { trials, foreignShare };
  } catch (error) {
    refuseWhenStopped(signal, error);
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
    await Promise.all(processes.map((process) => process.kill()));
  }
}

async function getReady(
  process: TrialProcess,
  work: TrialWork,
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<Candidate | undefined> {
  try {
    await process.open(work);
    await process.steps(WARM_UP);
    return { process, turns: [], count: 1 };
  } catch (error) {
    refuseWhenStopped(signal, error);
    reporter.warn(`${process.threads} threads could not be tried: ${messageOf(error)}`);
    return undefined;
  }
}

async function takeTurns(
  candidates: readonly Candidate[],
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<number> {
  const taken = () => candidates.reduce((sum, { process }) => sum + process.cpuMs, 0);
  for (const candidate of candidates) {
    const ms = (await candidate.process.steps(WARM_UP)) / WARM_UP;
    candidate.count = Math.max(1, Math.round(TURN / ms));
  }
  const meter = new ProcessorMeter();
  const before = taken();
  const started = performance.now();
  for (let turn = 0; turn < TURNS.most; turn++) {
    if (turn >= TURNS.least && performance.now() - started > TOGETHER) break;
    for (const { process, turns, count } of candidates) {
      refuseWhenStopped(signal);
      turns.push((await process.steps(count)) / count);
    }
    reporter.progress({ label: "measuring threads", done: turn + 1, total: TURNS.most, unit: "turns" });
  }
  return meter.foreignShare(taken() - before);
}

function refuseWhenStopped(signal: AbortSignal | undefined, cause?: unknown): void {
  if (signal?.aborted) throw new InterruptedError("stopped while the number of threads was measured", { cause });
}
