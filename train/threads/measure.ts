/**
 * Measures the run's own step with several numbers of threads, each in a process of its own. They take turns, so that a
 * machine that is busy for a while slows all of them, and each counts with its fastest turn: whatever disturbs a turn
 * only makes it longer.
 */
import { fork } from "node:child_process";
import { createRequire } from "node:module";
import { Channel } from "../../core/channel/channel.js";
import { FailedError, InterruptedError, messageOf } from "../../core/errors.js";
import type { Reporter } from "../../core/reporter.js";
import { endOf, lastWordsOf } from "../../system/end-of-process.js";
import { processPort } from "../../system/ports.js";
import { ProcessorMeter } from "./processor.js";
import type { TrialCalls, TrialWork } from "./trial.js";

/** Milliseconds that a turn should take, and all turns together may. A slow step has fewer turns, but never one alone. */
const TURN = 120;
const TOGETHER = 5000;
const TURNS = { most: 10, least: 3 };

/** Steps before anything counts: the graph is recorded, memory is found. */
const WARM_UP = 3;

/** What a trial of one count gave. */
export interface Trial {
  readonly threads: number;
  /** Milliseconds of a step, in the fastest of the turns. */
  readonly ms: number;
}

/** What was measured, and how far it is to be trusted. */
export interface Measured {
  readonly trials: readonly Trial[];
  /** The share of the processor, 0 to 1, that other programs took meanwhile. */
  readonly foreignShare: number;
}

/** A process that tries one count. */
interface Candidate {
  readonly threads: number;
  readonly channel: Channel<TrialCalls>;
  /** Ends it at once, whatever it is doing: it holds nothing that could be lost. */
  kill(): Promise<unknown>;
  /** Steps in a turn. */
  count: number;
  fastest: number;
  /** Processor time that it has taken so far, milliseconds. */
  cpuMs: number;
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
  const started = counts.map(start);
  const kill = () => Promise.all(started.map((candidate) => candidate.kill()));
  const stop = () => void kill();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const ready = await Promise.all(started.map((candidate) => getReady(candidate, work, reporter, signal)));
    const candidates = started.filter((_, i) => ready[i]);
    const foreignShare = await takeTurns(candidates, reporter, signal);
    return { trials: candidates.map(({ threads, fastest }) => ({ threads, ms: fastest })), foreignShare };
  } catch (error) {
    refuseWhenStopped(signal, error);
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
    await kill();
  }
}

function start(threads: number): Candidate {
  const script = createRequire(import.meta.url).resolve("#dist/train/threads/trial.js");
  // A process group of its own: Ctrl+C reaches the training, which ends the trial.
  const child = fork(script, [], {
    detached: true,
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const lastWords = lastWordsOf(child);
  const ended = endOf(child);
  const channel = new Channel<TrialCalls>(processPort(child), {
    died: (how) => {
      const words = lastWords();
      return new FailedError(`the trial with ${threads} threads ${how}`, words === "" ? {} : { next: words });
    },
  });
  const kill = () => {
    child.kill("SIGKILL");
    return ended;
  };
  return { threads, channel, kill, count: 1, fastest: Number.POSITIVE_INFINITY, cpuMs: 0 };
}

async function getReady(
  candidate: Candidate,
  work: TrialWork,
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { threads, channel } = candidate;
  try {
    await channel.ask({ kind: "open", threads, work });
    await msPerStep(candidate, WARM_UP);
    return true;
  } catch (error) {
    refuseWhenStopped(signal, error);
    reporter.warn(`${threads} threads could not be tried: ${messageOf(error)}`);
    return false;
  }
}

async function takeTurns(
  candidates: readonly Candidate[],
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<number> {
  const taken = () => candidates.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  for (const candidate of candidates) {
    candidate.count = Math.max(1, Math.round(TURN / (await msPerStep(candidate, WARM_UP))));
  }
  const meter = new ProcessorMeter();
  const before = taken();
  const startedAt = performance.now();
  for (let turn = 0; turn < TURNS.most; turn++) {
    if (turn >= TURNS.least && performance.now() - startedAt > TOGETHER) break;
    for (const candidate of candidates) {
      refuseWhenStopped(signal);
      candidate.fastest = Math.min(candidate.fastest, await msPerStep(candidate, candidate.count));
    }
    reporter.progress({ label: "measuring threads", done: turn + 1, total: TURNS.most, unit: "turns" });
  }
  return meter.foreignShare(taken() - before);
}

async function msPerStep(candidate: Candidate, count: number): Promise<number> {
  const { ms, cpuMs } = await candidate.channel.ask({ kind: "steps", count });
  candidate.cpuMs = cpuMs;
  return ms / count;
}

function refuseWhenStopped(signal: AbortSignal | undefined, cause?: unknown): void {
  if (signal?.aborted) throw new InterruptedError("stopped while the number of threads was measured", { cause });
}
