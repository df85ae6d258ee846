/**
 * The coordinator of a sweep on many machines: puts its runs into the queue, waits, and brings the finished ones here. All that
 * counts is among the artefacts; the queue only says what is to be done. So a coordinator can be killed, and a Redis can lose
 * everything: what is not finished is queued again.
 */
import { join } from "node:path";
import { type Job, Queue } from "bullmq";
import { FailedError } from "../../../core/errors.js";
import type { Reporter } from "../../../core/reporter.js";
import { RunArchive } from "../artefacts/archive.js";
import type { Blobs } from "../artefacts/blobs.js";
import { stateOf } from "../directory.js";
import type { Plan, PlannedRun } from "../plan.js";
import type { SweptRun } from "../run-sweep.js";
import { ATTEMPTS, jobOf, QUEUES_KEY, readProgress, readResult, type SweepJob } from "./job.js";
import type { RedisLink } from "./redis-link.js";
import { type SharedSweep, shareSweep } from "./sweep-identity.js";
import { pause, unlessAborted } from "./until.js";

const POLL_MS = 500;

/** How a sweep is coordinated. */
export interface CoordinateOptions {
  readonly plan: Plan;
  /** Folder of the run directories on this machine. */
  readonly folder: string;
  readonly link: RedisLink;
  readonly blobs: Blobs;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/** What is known of a run that is not over: its job's state, and the share of it that is done. */
interface Pending {
  readonly state: "waiting" | "training";
  readonly share: number;
}

/**
 * Waits until every run is finished or has failed. Runs that had failed when it is called are tried again.
 *
 * @returns how each ended, in the order of the plan.
 * @throws the signal's reason when it is stopped: the workers go on meanwhile.
 */
export async function coordinate(options: CoordinateOptions): Promise<SweptRun[]> {
  const { plan, link, blobs, signal } = options;
  const sweep = await shareSweep(blobs, plan);
  const queue = new Queue(sweep.queue, { connection: link.redis });
  // That Redis is gone is said once, by the link; commands wait for it.
  queue.on("error", () => undefined);
  try {
    const coordinator = new Coordinator(options, sweep, queue);
    for (const run of plan.runs) await unlessAborted(coordinator.begin(run), signal);
    while (!coordinator.tell()) {
      await pause(POLL_MS, signal);
      for (const run of plan.runs) await unlessAborted(coordinator.look(run), signal);
    }
    await unlessAborted(coordinator.tidy(), signal);
    return plan.runs.flatMap(({ name }) => coordinator.results.get(name) ?? []);
  } finally {
    // Not waited for when Redis is gone: closing the link ends it.
    queue.close().catch(() => undefined);
  }
}

class Coordinator {
  readonly results = new Map<string, SweptRun>();
  readonly #options: CoordinateOptions;
  readonly #sweep: SharedSweep;
  readonly #queue: Queue;
  readonly #pending = new Map<string, Pending>();

  constructor(options: CoordinateOptions, sweep: SharedSweep, queue: Queue) {
    this.#options = options;
    this.#sweep = sweep;
    this.#queue = queue;
  }

  /** Sees to it that the run is here, or in the queue. */
  async begin(run: PlannedRun): Promise<void> {
    if (await this.#fetch(run, "reused")) return;
    const job = await this.#job(run);
    // Of an earlier call: it failed then, or its artefacts are gone.
    if (job !== null && (await job.isFailed())) await job.remove();
    if (job !== null && (await job.isCompleted())) await job.remove();
    await this.#enqueue(run);
  }

  /** Sees how far the run is. */
  async look(run: PlannedRun): Promise<void> {
    if (this.results.has(run.name)) return;
    const job = await this.#job(run);
    if (job === null) {
      // Redis was emptied, or another coordinator has ended the sweep.
      if (!(await this.#fetch(run, "reused"))) await this.#enqueue(run);
      return;
    }
    const state = await job.getState();
    if (state === "failed") {
      const error = new FailedError(job.failedReason);
      this.#options.reporter.warn(`${run.name} failed: ${error.message}`);
      this.#end(run, { outcome: "failed", error });
    } else if (state === "completed") {
      if (await this.#fetch(run, readResult(job.returnvalue).outcome)) return;
      throw new FailedError(`a worker has finished ${run.name}, but its artefacts are not there`, {
        where: { file: this.#options.blobs.place },
        next: "Somebody has removed them; the same command trains the run again.",
      });
    } else {
      const progress = readProgress(job.progress);
      const share = progress === null || progress.total === 0 ? 0 : progress.done / progress.total;
      this.#pending.set(run.name, { state: state === "active" ? "training" : "waiting", share });
    }
  }

  /** Shows how far the sweep is; true when it is over. */
  tell(): boolean {
    const { plan, reporter } = this.#options;
    const pending = plan.runs.flatMap(({ name }) => (this.results.has(name) ? [] : (this.#pending.get(name) ?? [])));
    const training = pending.filter(({ state }) => state === "training").length;
    const share = this.results.size + pending.reduce((sum, one) => sum + one.share, 0);
    reporter.progress({
      label: "sweep",
      done: this.results.size,
      total: plan.runs.length,
      unit: "runs",
      figures: { training, percent: Math.round((100 * share) / plan.runs.length) },
    });
    return this.results.size === plan.runs.length;
  }

  /** Leaves nothing of the sweep on the Redis. */
  async tidy(): Promise<void> {
    await this.#options.link.redis.zrem(QUEUES_KEY, this.#sweep.queue);
    await this.#queue.obliterate({ force: true });
  }

  async #job(run: PlannedRun): Promise<Job<SweepJob> | null> {
    return (await this.#queue.getJob(run.name)) ?? null;
  }

  /** A job has its run's name, so that it is never queued twice. */
  async #enqueue(run: PlannedRun): Promise<void> {
    await this.#queue.add("train", jobOf(this.#options.plan, run), { jobId: run.name, attempts: ATTEMPTS });
    await this.#options.link.redis.zadd(QUEUES_KEY, "NX", Date.now(), this.#sweep.queue);
  }

  async #fetch(run: PlannedRun, outcome: SweptRun["outcome"]): Promise<boolean> {
    const { folder, blobs, reporter } = this.#options;
    const directory = join(folder, run.name);
    if (stateOf(directory) !== "finished") {
      if (!(await new RunArchive(blobs, this.#sweep.folder, run.name).fetchFinished(directory))) return false;
      reporter.note(`${run.name}: finished.`);
    }
    this.#end(run, { outcome });
    return true;
  }

  #end({ name }: PlannedRun, ended: Pick<SweptRun, "outcome" | "error">): void {
    this.results.set(name, { name, directory: join(this.#options.folder, name), ...ended });
  }
}
