/** The processor: how many cores there are, and who uses them. While others do, no figure of a measurement is worth keeping. */
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";

/** 1, 2, 4, … below the number of cores, and all of them. */
export function threadCounts(cores: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < cores; count *= 2) counts.push(count);
  return [...counts, cores];
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

/** Milliseconds that the machine was busy and that have passed, since some moment. */
interface Usage {
  readonly busy: number;
  readonly own: number;
  readonly at: number;
}

/** Measures, over a stretch of time, which share of all processor time other programs took. */
export class ProcessorMeter {
  readonly #start: Usage = usageNow();

  /**
   * The share, 0 to 1, since this meter was made.
   *
   * @param childMs processor time that our own child processes took meanwhile, milliseconds.
   */
  foreignShare(childMs: number): number {
    const now = usageNow();
    const ours = now.own - this.#start.own + childMs;
    const capacity = (now.at - this.#start.at) * availableParallelism();
    return Math.max(0, (now.busy - this.#start.busy - ours) / capacity);
  }
}

function usageNow(): Usage {
  let busy = 0;
  for (const { times } of cpus()) busy += times.user + times.nice + times.sys + times.irq;
  const { user, system } = process.cpuUsage();
  return { busy, own: (user + system) / 1000, at: performance.now() };
}
