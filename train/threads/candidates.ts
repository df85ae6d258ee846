/** Which numbers of threads are worth a trial, and which of them wins. */
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Nobody has gained from more threads in one step than this, and every candidate is a process with TensorFlow in it. */
const MOST_THREADS = 16;

/** A count that is slower than the fastest by less than this share is as fast: between two trials as much changes. */
const NOISE = 0.05;

/** What a trial of one count gave. */
export interface Trial {
  readonly threads: number;
  /** Milliseconds of a step, in the fastest of the turns. */
  readonly ms: number;
}

/** 1, 2, 4, … below the number of cores, and all of them. */
export function threadCounts(cores: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < cores; count *= 2) counts.push(count);
  return [...counts, cores];
}

/** Counts to try on this machine. */
export function candidates(): number[] {
  return threadCounts(Math.min(MOST_THREADS, usableCores()));
}

/** The fewest threads among those that are as fast as the fastest: what a step does not need is left to others. */
export function pick(trials: readonly Trial[]): Trial {
  const fastest = Math.min(...trials.map(({ ms }) => ms));
  const [fewest] = trials.filter(({ ms }) => ms <= fastest * (1 + NOISE)).sort((a, b) => a.threads - b.threads);
  if (fewest === undefined) throw new RangeError("there is no best of no trials");
  return fewest;
}

/**
 * Cores that this process may use. Two hardware threads of one core share its arithmetic and count once, where the
 * system tells (Linux); what the process is kept to (affinity, containers) counts everywhere.
 */
export function usableCores(): number {
  const allowed = availableParallelism();
  const path = "/proc/cpuinfo";
  const physical = existsSync(path) ? physicalCores(readFileSync(path, "utf8")) : 0;
  return physical === 0 ? allowed : Math.min(allowed, physical);
}

/** Different pairs of socket and core in `/proc/cpuinfo`; 0 where it names none. */
export function physicalCores(cpuinfo: string): number {
  const cores = new Set<string>();
  for (const block of cpuinfo.split(/\n\s*\n/)) {
    const core = /^core id\s*:\s*(\d+)/m.exec(block)?.[1];
    if (core !== undefined) cores.add(`${/^physical id\s*:\s*(\d+)/m.exec(block)?.[1] ?? "0"}/${core}`);
  }
  return cores.size;
}
