/** Who uses the processor: while others do, no figure is worth writing down. */
import { availableParallelism, cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

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
   * @param contenderMs processor time that our contenders took meanwhile, milliseconds.
   */
  foreignShare(contenderMs: number): number {
    const now = usageNow();
    const ours = now.own - this.#start.own + contenderMs;
    const capacity = (now.at - this.#start.at) * availableParallelism();
    return Math.max(0, (now.busy - this.#start.busy - ours) / capacity);
  }
}

/** The share that others take over the next `ms` milliseconds, with all contenders waiting. */
export async function foreignShareDuring(ms: number): Promise<number> {
  const meter = new ProcessorMeter();
  await sleep(ms);
  return meter.foreignShare(0);
}

function usageNow(): Usage {
  let busy = 0;
  for (const { times } of cpus()) busy += times.user + times.nice + times.sys + times.irq;
  const { user, system } = process.cpuUsage();
  return { busy, own: (user + system) / 1000, at: performance.now() };
}
