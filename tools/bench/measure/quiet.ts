/** Repeats a measurement that other programs disturbed, as long as patience lasts. */
import { setTimeout as sleep } from "node:timers/promises";
import { InterruptedError } from "../../../core/errors.js";
import { ProcessorMeter } from "../../../train/threads/processor.js";

/** Others may take this share of the processor; the system's clock is too coarse to demand less. */
export const QUIET = 0.05;

/** How long a look lasts, and how long to wait between looks, milliseconds. */
const LOOK = 1000;
const PAUSE = 4000;

/** What a measurement takes of the contender's processor time. */
interface Costed {
  readonly cpuMs: number;
}

/** Where the shares come from; a test stands in for the machine. */
export interface Watch {
  /** Begins to watch; the function gives the share of others since then, less what contenders took. */
  start(): (contenderMs: number) => number;
  /** The share that others take over a short while. */
  look(): Promise<number>;
  /** Lets some time go by. */
  pause(signal: AbortSignal): Promise<void>;
}

const machine: Watch = {
  start() {
    const meter = new ProcessorMeter();
    return (contenderMs) => meter.foreignShare(contenderMs);
  },
  async look() {
    const meter = new ProcessorMeter();
    await sleep(LOOK); // all contenders are waiting
    return meter.foreignShare(0);
  },
  pause: async (signal) => {
    await sleep(PAUSE, undefined, { signal }).catch(() => undefined);
  },
};

/** Watches over the quiet of the machine. */
export class Quiet {
  readonly #deadline: number;
  readonly #signal: AbortSignal;
  readonly #waiting: (share: number) => void;
  readonly #watch: Watch;
  #turns = 0;
  #repeated = 0;
  #disturbed = 0;
  #worst = 0;

  /**
   * @param patience seconds, all together, to wait for others to finish.
   * @param waiting told, now and then, what share others take.
   */
  constructor(
    patience: number,
    signal: AbortSignal,
    waiting: (share: number) => void = () => undefined,
    watch: Watch = machine,
  ) {
    this.#deadline = performance.now() + patience * 1000;
    this.#signal = signal;
    this.#waiting = waiting;
    this.#watch = watch;
  }

  /** How many measurements there were, were repeated, and count although they were disturbed; the worst share of these. */
  get record(): { turns: number; repeated: number; disturbed: number; worstShare: number } {
    return { turns: this.#turns, repeated: this.#repeated, disturbed: this.#disturbed, worstShare: this.#worst };
  }

  /**
   * Measures; when others used the processor meanwhile, waits until they stop and measures again. What was measured
   * plays no part in that decision.
   */
  async measure<Result extends Costed>(run: () => Promise<Result>): Promise<Result> {
    this.#turns += 1;
    for (;;) {
      if (this.#signal.aborted) throw new InterruptedError("the bench was stopped");
      const shareSince = this.#watch.start();
      const result = await run();
      const share = shareSince(result.cpuMs);
      if (share <= QUIET) return result;
      if (performance.now() > this.#deadline) {
        this.#disturbed += 1;
        this.#worst = Math.max(this.#worst, share);
        return result;
      }
      this.#repeated += 1;
      await this.#wait();
    }
  }

  async #wait(): Promise<void> {
    while (performance.now() < this.#deadline && !this.#signal.aborted) {
      const share = await this.#watch.look();
      if (share <= QUIET) return;
      this.#waiting(share);
      await this.#watch.pause(this.#signal);
    }
  }
}
