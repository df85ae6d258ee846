/** Who uses the processor: while others do, no figure of a measurement is worth keeping. */
import { availableParallelism, cpus } from "node:os";

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
